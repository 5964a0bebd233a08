import pickle
from pathlib import Path

from hop import Stream

with Stream(auth=False).open("kafka://broker.example/desk.copy", "w") as copy:
    for event, key, headers in pickle.loads(Path("events.pickle").read_bytes()):
        copy.write_raw(event, headers, key=key)
