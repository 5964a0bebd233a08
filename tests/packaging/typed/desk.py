"""A desk that follows up gravitational waves; type checkers read it, nobody runs it."""

from __future__ import annotations

from datetime import UTC, datetime

import hop
from hop.io import Consumer, StartPosition, Stream
from hop.message import Blob
from hop.models import Alert, GCNNotice, LVKAlert, MessageModel, VOEvent

URL = "kafka://desk@localhost/alerts"
stream = Stream(auth=False, start_at=StartPosition.EARLIEST)


def is_near(alert: Alert) -> bool:
    return alert.distance is not None and alert.distance < 200


def follow(reader: Consumer[LVKAlert]) -> list[str]:
    return [alert.superevent_id for alert in reader if any(map(is_near, alert.alerts))]


with stream.open(URL, model=LVKAlert, errors="skip") as typed:
    names = follow(typed)
with stream.open(URL, model=LVKAlert) as mixed:
    for message in mixed:
        text = str(message.error) if isinstance(message, Blob) else message.superevent_id
with stream.open(URL) as consumer:
    for each, metadata in consumer.read(metadata=True):
        first: float | None = each.alerts[0].ra if each.alerts and not each.is_test else None
        if isinstance(each, GCNNotice):
            print(each.ra_dec_error, metadata.topic)
with stream.open(URL, "w") as producer:
    now = datetime.now(UTC)
    producer.write(VOEvent.build("ivo://a.org/b#1", time=now, ra=1.0, dec=2.0, error=0.1))


async def count(url: str) -> int:
    async with stream.aopen(url, model=VOEvent, errors="raise") as reader:
        return sum([event.role == "test" async for event in reader])


def handle(message: MessageModel) -> None:
    print(message.is_test, hop.__version__)


hop.run(handle, URL, model=LVKAlert)
