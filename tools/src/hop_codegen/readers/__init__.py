"""What a source holds, read: files, JSON Schemas, XSDs as JSON Schemas, Avro schemas.

``source`` (files) comes first; ``json_schema`` and ``avro`` hold the schemas, ``xsd`` leads XSDs
into ``json_schema``.
"""
