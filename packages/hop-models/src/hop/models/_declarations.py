"""Which messages each model is for, known without importing the model.

The classes have the same as ``hop_schemas``, ``hop_topics``, ``hop_test_topics`` and
``hop_markers``.
"""

from __future__ import annotations

from hop.plugins import ModelDeclaration

# Topics of GCN on which every message is a test: FERMI_GBM_POS_TEST, burstcube.test.
_GCN_TEST_TOPICS = (
    r"gcn\.classic\.(?:voevent|text|binary)\.(?:.*_)?TEST(?:_.*)?",
    r"gcn\.notices\.(?:.+\.)?test(?:\..+)?",
)
# Fire drills of SNEWS. snews.alert-test is none of them: real alerts come there.
_SNEWS_TEST_TOPICS = (r"snews\.(?:alert|experiments)-firedrill", r"snews\.connection-testing")

VOEVENT = ModelDeclaration(
    "hop.models.voevent:VOEvent",
    topics=(r"gcn\.classic\.voevent\..+", r"gcn\.notices\.(?:.+\.)?voevent(?:\..+)?"),
    test_topics=_GCN_TEST_TOPICS,
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
    test_topics=_GCN_TEST_TOPICS,
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
    test_topics=(*_GCN_TEST_TOPICS, *_SNEWS_TEST_TOPICS),
    markers=(frozenset({"$schema"}),),
    sniffs=True,
)
LVK_ALERT = ModelDeclaration(
    "hop.models.lvk:LVKAlert",
    topics=(r"igwn\.gwalert(?:[._-].*)?",),
    test_topics=(r"igwn\.gwalert[._-]test",),
    markers=(frozenset({"superevent_id", "alert_type"}),),
    sniffs=True,
)
# Lasair's filters give JSON objects with the time at which they ran.
SURVEY_ALERT = ModelDeclaration(
    "hop.models.survey:SurveyAlert",
    markers=(frozenset({"UTC", "objectId"}), frozenset({"UTC", "diaObjectId"})),
    sniffs=True,
    frames=True,
)
AVRO = ModelDeclaration("hop.models.avro:AvroBlob", markers=(), sniffs=True)
