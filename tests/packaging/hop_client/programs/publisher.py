"""A publisher of sky alerts, as programs for hop-client 0.13 are written: publisher.py BROKER."""

import sys

from hop import Stream
from hop.io import list_topics
from hop.models import AvroBlob, JSONBlob

SCHEMA = {
    "type": "record",
    "name": "alert",
    "fields": [
        {"name": "alert_type", "type": "string"},
        {"name": "superevent_id", "type": "string"},
    ],
}
broker = sys.argv[1]
topics = list_topics(f"{broker}/", auth=False)
assert topics["igwn.gwalert"].error is None
alert = {"alert_type": "PRELIMINARY", "superevent_id": "S310412ab"}
with Stream(auth=False).open(f"{broker}/igwn.gwalert", "w") as s:
    s.write(AvroBlob(alert, schema=SCHEMA), headers=[("kind", b"avro")], test=False)
    s.write(JSONBlob(alert), headers=[("kind", b"json")])
    s.flush()
