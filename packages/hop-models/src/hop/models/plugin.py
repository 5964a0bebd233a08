"""What hop-models announces: its models by the names of their formats."""

from __future__ import annotations

from hop import plugins
from hop.message import MessageModel


@plugins.register
def get_models() -> dict[str, type[MessageModel]]:
    """The models of this package, by the names that ``_format`` headers and envelopes carry."""
    from hop.models.avro import AvroBlob
    from hop.models.gcn import GCNCircular
    from hop.models.lvk import LVKAlert
    from hop.models.notice import GCNNotice
    from hop.models.text_notice import GCNTextNotice
    from hop.models.voevent import VOEvent

    # In the order in which they are asked whether a message looks like theirs: an alert in Avro is
    # an alert first.
    return {
        "voevent": VOEvent,
        "circular": GCNCircular,
        "gcntextnotice": GCNTextNotice,
        "gcnnotice": GCNNotice,
        "lvkalert": LVKAlert,
        "avro": AvroBlob,
    }
