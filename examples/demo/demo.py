"""Show hop at work on this machine: ``hatch run demo``.

The demo starts a real Kafka and publishes an event, a circular and some JSON. Another process reads
them as validated models, and the demo compares them with what was sent. Then it shows how an
invalid event is refused.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType


def main() -> int:
    """Run the demo.

    Returns:
        The exit code: 0 if everything went as it should, else 1; 130 after Ctrl-C, 143 after
        SIGTERM.
    """
    signal.signal(signal.SIGTERM, _end)
    try:
        # hop's modules are heavy: a Ctrl-C during these imports ends the demo in good order, too.
        import demo_tour

        from hop.errors import HopError

        try:
            demo_tour.run()
        except (HopError, OSError) as error:
            print(f"hop: {error}", file=sys.stderr)
            return 1
    except KeyboardInterrupt:
        print("hop: the demo was stopped", file=sys.stderr)
        return 130
    return 0


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
