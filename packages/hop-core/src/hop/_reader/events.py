"""What librdkafka hands over in a message's place: the ends of partitions, and faults."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from hop._kafka import errors as kafka_errors

if TYPE_CHECKING:
    from hop._kafka import Client
    from hop._messages.metadata import Record
    from hop._reader.assignment import Subscription
    from hop._reader.stop import Ending

_log = logging.getLogger(__name__)


class Judge:
    """Says what an event means for one reader: nothing, a warning, or the end.

    Args:
        client: the reader's client.
        subscription: what it reads.
        ending: what ends it beside the ends of partitions.
        ends: whether it ends there.
        in_group: whether it is a member of a group.
    """

    def __init__(
        self,
        client: Client,
        subscription: Subscription,
        ending: Ending | None,
        *,
        ends: bool,
        in_group: bool,
    ) -> None:
        self._client, self._subscription, self._ending = client, subscription, ending
        self._ends, self._in_group = ends, in_group

    def judge(self, event: Record) -> None:
        """Deal with an event.

        Args:
            event: a record whose ``error()`` is not None.

        Raises:
            hop.errors.TransportError: reading cannot go on.
        """
        error = event.error()
        if kafka_errors.code_of(error) == kafka_errors.END_OF_PARTITION:
            partition = (event.topic(), event.partition())
            self._subscription.reach_end(partition)
            if self._ending is not None:
                self._ending.reach(partition, event.offset())
            return
        place = self._client.context
        told = kafka_errors.translate(error, place.at(event.topic() or place.topic))
        if kafka_errors.concerns_group(error):
            if self._in_group:
                raise told
            return  # nobody asked for the group that librdkafka wants a name of
        if kafka_errors.may_appear(error):
            if self._ends:
                raise told
            return  # said when the stream was opened
        if error.fatal() or kafka_errors.is_final(error):
            raise told
        _log.warning("%s", told)
