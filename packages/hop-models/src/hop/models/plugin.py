"""What hop-models announces: its models by the names of their formats."""

from __future__ import annotations

from hop import plugins
from hop.message import MessageModel


@plugins.register
def get_models() -> dict[str, type[MessageModel]]:
    """The models of this package, by the names that ``_format`` headers and envelopes carry."""
    from hop.models.gcn import GCNCircular
    from hop.models.voevent import VOEvent

    return {"voevent": VOEvent, "circular": GCNCircular}
