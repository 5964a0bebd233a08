"""An archive of everything, as programs for hop-client 0.13 are written: archive.py BROKER FILE."""

import json
import sys

import hop
from hop.auth import Auth, load_auth, select_matching_auth, write_auth_data
from hop.http_scram import SCRAMAuth
from hop.io import Consumer, Metadata, Producer, StartPosition, Stream, list_topics
from hop.models import AvroBlob, JSONBlob

broker, file = sys.argv[1:]
write_auth_data(file, [Auth("archive", "secret", host="kafka.orchard.example")])
credential = select_matching_auth(load_auth(file), "kafka.orchard.example:9092", "archive")
assert callable(SCRAMAuth(credential, shortcut=True))
assert hop.Stream is Stream
assert callable(Producer.pack)
assert [
    name for name, each in list_topics(broker, auth=False).items() if each.error is not None
] == []

kept = []
stream = Stream(auth=False, start_at=StartPosition.EARLIEST, until_eos=True)
with stream.open(f"{broker}/igwn.gwalert", "r", group_id="archive", ignoretest=False) as client:
    assert isinstance(client, Consumer)
    for payload, metadata in client.read_raw(metadata=True, autocommit=False):
        kept.append((payload, metadata))
        client.mark_done(metadata)
for payload, metadata in kept:
    stored = Metadata(
        topic=metadata.topic,
        partition=metadata.partition,
        offset=metadata.offset,
        timestamp=metadata.timestamp,
        key=metadata.key,
        headers=metadata.headers,
        _raw=None,
    )
    assert Metadata.from_message(metadata._raw) == metadata
    model = {b"avro": AvroBlob, b"json": JSONBlob}[dict(stored.headers)["_format"]]
    print(json.dumps([stored.offset, model.deserialize(payload).content]))
