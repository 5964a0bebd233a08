"""Every change between two versions of a schema, judged for readers and for writers.

:mod:`.versions` takes files and folders, :mod:`.json_schema` and :mod:`.xsd` walk a pair of
schemas, :mod:`.verdicts` has what they find.
"""
