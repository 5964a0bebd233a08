"""What hop-models announces: its models by the names of their formats."""

from __future__ import annotations

from hop import plugins
from hop.models import _declarations as declared


@plugins.register
def get_models() -> dict[str, plugins.ModelDeclaration]:
    """The models of this package, by the names that ``_format`` headers and envelopes carry."""
    # In the order in which they are asked whether a message looks like theirs. An alert in Avro is
    # an alert first. Surveys send the most and the largest messages, and are quickly told.
    return {
        "surveyalert": declared.SURVEY_ALERT,
        "voevent": declared.VOEVENT,
        "circular": declared.CIRCULAR,
        "gcntextnotice": declared.TEXT_NOTICE,
        "gcnnotice": declared.NOTICE,
        "lvkalert": declared.LVK_ALERT,
        "avro": declared.AVRO,
    }
