import signal
import sys

from handler import handle

from hop import Stream
from hop.io import StartPosition

signal.signal(signal.SIGTERM, lambda *_: sys.exit())
stream = Stream(auth=False, start_at=StartPosition.EARLIEST)
with stream.open("kafka://broker.example/desk.alerts", group_id="desk") as alerts:
    for alert, metadata in alerts.read(metadata=True, autocommit=False):
        handle(alert.content)
        alerts.mark_done(metadata)
