"""The runtime of all models: what a class that is generated from a schema can do.

Other packages use it by its public face, :mod:`hop.models.schema`.
"""
