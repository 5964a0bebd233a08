"""Models from other packages: announce them with :func:`register`.

A package announces its models by an entry point in the group ``hop_plugin``. Its value is a
module, and that module decorates a function with :func:`register`::

    @plugins.register
    def get_models():
        return {"donut": Donut}
"""

from hop._wire import ModelDeclaration, get_models, register

__all__ = ["ModelDeclaration", "get_models", "register"]
