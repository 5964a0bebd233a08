"""Find every change between two versions of a schema, and judge it for readers and for writers.

:mod:`.versions` takes files and folders, and writes the report. :mod:`.json_schema` compares JSON
Schemas (:mod:`.documents` follows their references, :mod:`.keywords` compares plain values).
:mod:`.xsd` compares XSDs (:mod:`.content` the order of children). :mod:`.verdicts` defines what a
change can mean.
"""
