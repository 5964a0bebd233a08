import pickle
from pathlib import Path

from hop import Stream
from hop.io import StartPosition

stream = Stream(auth=False, start_at=StartPosition.EARLIEST, until_eos=True)
with stream.open("kafka://broker.example/desk.events") as events:
    messages = [
        (event, metadata.key, metadata.headers)
        for event, metadata in events.read_raw(metadata=True)
    ]
Path("events.pickle").write_bytes(pickle.dumps(messages))
