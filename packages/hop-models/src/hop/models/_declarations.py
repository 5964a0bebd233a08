"""Which messages each model is for, known without importing the model.

The classes have the same as ``hop_schemas``, ``hop_topics`` and ``hop_markers``.
"""

from __future__ import annotations

from hop.plugins import ModelDeclaration

VOEVENT = ModelDeclaration(
    "hop.models.voevent:VOEvent",
    topics=(r"gcn\.classic\.voevent\..+", r"gcn\.notices\.(?:.+\.)?voevent(?:\..+)?"),
    markers=(),
    sniffs=True,
)
CIRCULAR = ModelDeclaration(
    "hop.models.gcn:GCNCircular",
    schemas=("https://gcn.nasa.gov/schema/*/gcn/circulars.schema.json",),
    topics=(r"gcn\.circulars(?:\..+)?",),
    markers=(frozenset({"header", "body"}), frozenset({"circularId", "subject", "body"})),
    sniffs=True,
)
TEXT_NOTICE = ModelDeclaration(
    "hop.models.text_notice:GCNTextNotice",
    topics=(r"gcn\.classic\.text\..+",),
    markers=(),
    sniffs=True,
)
NOTICE = ModelDeclaration(
    "hop.models.notice:GCNNotice",
    schemas=(
        "https://gcn.nasa.gov/schema/*/gcn/notices/*.schema.json",
        "https://gcn.nasa.gov/schema/*/core/Alert.schema.json",
    ),
    topics=(r"gcn\.notices\.(?!(?:.*\.)?voevent(?:\.|$)).+", r"gcn\.heartbeat"),
    markers=(frozenset({"$schema"}),),
    sniffs=True,
)
LVK_ALERT = ModelDeclaration(
    "hop.models.lvk:LVKAlert",
    topics=(r"igwn\.gwalert(?:[._-].*)?",),
    markers=(frozenset({"superevent_id", "alert_type"}),),
    sniffs=True,
)
AVRO = ModelDeclaration("hop.models.avro:AvroBlob", markers=(), sniffs=True)
