"""Classes of schemas, for hop-models and for made packages alike.

``flatten`` plans the classes of JSON Schemas (``readers.avro`` those of Avro schemas), ``runtime``
adds what the runtime in hop-models asks for, ``write`` lets datamodel-code-generator write them,
and ``tidy`` formats the text.
"""
