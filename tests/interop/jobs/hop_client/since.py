import time

from hop import Stream
from hop.io import StartPosition

stream = Stream(auth=False, start_at=StartPosition.EARLIEST, until_eos=True)
with stream.open("kafka://broker.example/desk.circulars") as circulars:
    for circular, metadata in circulars.read_raw(metadata=True):
        if metadata.timestamp >= (time.time() - 86400) * 1000:
            print(circular.decode())
