"""A tour of hop on this machine: ``python -m hop.sandbox.demo``, from a checkout of hop.

It starts a real Kafka, publishes an event, a circular and some JSON, reads them in another process
as validated models, compares them with what was sent, and shows how a wrong event is refused.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType


def main() -> int:
    """Run the demo.

    Returns:
        The exit code: 0 when all went as told, else 1; 130 after Ctrl-C, 143 after SIGTERM.
    """
    signal.signal(signal.SIGTERM, _end)
    try:
        # Here, so that a Ctrl-C during the imports is answered as well.
        from hop.errors import HopError
        from hop.sandbox import tour

        try:
            tour.run()
        except (HopError, OSError) as fault:
            print(f"hop: {fault}", file=sys.stderr)
            return 1
    except KeyboardInterrupt:
        print("hop: the demo was stopped", file=sys.stderr)
        return 130
    return 0


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
