"""Send alerts of Tidewater through Kafka, and read them back as typed objects.

    python share_alerts.py kafka://localhost:9092/tidewater.alerts

The program names no format and loads no model for reading. The installed package does that.
"""

from __future__ import annotations

import sys

from tidewater_models import TidewaterAlert, TidewaterRetraction
from tidewater_models.alert import Candidate

from hop import Stream
from hop.errors import ValidationError
from hop.io import StartPosition


def main(url: str) -> None:
    """Send an alert and its retraction to the topic of the URL, and print what arrives."""
    alert = TidewaterAlert(
        event_id="TW260314a",
        event_time="2026-03-14T15:09:26.535Z",
        ra=83,
        dec=22.014,
        error_radius=0.4,
        candidates=[Candidate(name="Tidewater catalogue 12", distance=0.21)],
    )
    try:
        alert.replace(dec=122.0)
    except ValidationError as fault:
        print(f"refused: {fault}")
    with Stream(auth=False).open(url, "w") as stream:
        stream.write(alert)
        stream.write(TidewaterRetraction(event_id=alert.event_id, reason="A muon after all."))
    with Stream(auth=False, start_at=StartPosition.EARLIEST).open(url, "r") as stream:
        for message in stream:
            match message:
                case TidewaterAlert():
                    print(f"{message.event_id} at {message.ra}, {message.dec}: {message.stage}")
                    print(f"near {message.candidates[0].name}" if message.candidates else "new")
                case TidewaterRetraction():
                    print(f"{message.event_id} taken back: {message.reason}")
                case _:
                    sys.exit(f"not typed: {message!r}")
            for said in message.alerts:
                circle = f"circle of {said.region.radius} degrees" if said.region else "no circle"
                print(f"{said.event_id} {said.kind}: {circle}")


if __name__ == "__main__":
    main(sys.argv[1])
