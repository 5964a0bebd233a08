"""The alert stream of a TOM, as for hop-client 0.13: alert_stream.py BROKER."""

import json
import sys

from hop import Stream
from hop.auth import Auth
from hop.io import Metadata, StartPosition, list_topics
from hop.models import GCNCircular, JSONBlob

seen = []


def handle_alert(alert: JSONBlob, metadata: Metadata) -> None:
    content = alert.content
    kind = dict(metadata.headers)["kind"].decode()
    seen.append([metadata.topic, kind, content["superevent_id"]])
    json.dumps(content)


handlers = {"igwn.gwalert": handle_alert}
broker = sys.argv[1]
assert isinstance(Auth("a", "b"), Auth)
assert not issubclass(GCNCircular, JSONBlob)
assert set(handlers) <= set(list_topics(broker, auth=False))
stream = Stream(auth=False, start_at=StartPosition.EARLIEST, until_eos=True)
with stream.open(f"{broker}/igwn.gwalert", "r") as s:
    for alert, metadata in s.read(metadata=True):
        handlers[metadata.topic](alert, metadata)
print(json.dumps(seen))
