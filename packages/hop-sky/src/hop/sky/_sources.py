"""From where a sky map is read: a path, an address, bytes, a file, an alert, a message."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from hop._config import shown
from hop.errors import DecodeError
from hop.models import Alert
from hop.sky._cells import FlatCells
from hop.sky._fits import Stream
from hop.sky._layout import Layout, read_layout

if TYPE_CHECKING:
    from hop.sky._fetching import Progress

_MAX_BYTES_OF_PATH = 2**31
_MAX_BYTES = 2**29
Later = Callable[[], Layout] | None


def is_address(source: Any) -> bool:
    """Whether a source is an address of the web."""
    return isinstance(source, str) and source.lower().startswith(("https://", "http://"))


def read(
    source: Any, max_bytes: int | None, *, trusted: bool = False, progress: Progress | None = None
) -> tuple[Layout, Later]:
    """The map of a source, and what reads its distances later, if it has them.

    See :meth:`hop.sky.SkyMap.read`; ``progress`` is told how much of an address has come.
    """
    if is_address(source):
        from hop.sky._fetching import Limits, fetch  # ssl is heavy

        limits = Limits(trusted=trusted)
        if max_bytes is not None:
            limits = replace(limits, max_bytes=max_bytes)
        content = fetch(source, limits, progress=progress)
        return _read(partial(BytesIO, content), shown(source), max_bytes or _MAX_BYTES)
    if isinstance(source, (str, Path)):
        return _read(lambda: Path(source).open("rb"), str(source), max_bytes or _MAX_BYTES_OF_PATH)
    limit = max_bytes or _MAX_BYTES
    if isinstance(source, (bytes, bytearray, memoryview)):
        return _read_bytes(bytes(source), "sky map", limit)
    if hasattr(source, "read"):
        name = str(getattr(source, "name", "sky map"))
        return read_layout(Stream(source, name, limit)), None
    if not isinstance(source, Alert):
        alerts = getattr(source, "alerts", None)
        if not isinstance(alerts, tuple):
            raise TypeError(f"no source of a sky map: {type(source).__name__}")
        if len(alerts) != 1:
            raise ValueError(f"the message has {len(alerts)} alerts; choose one of message.alerts")
        source = alerts[0]
    return _read_alert(source, limit)


def _read_alert(alert: Alert, limit: int) -> tuple[Layout, Later]:
    name = alert.event_id or alert.message_id
    if alert.sky_map is not None and alert.sky_map.data is not None:
        return _read_bytes(alert.sky_map.data, f"sky map of {name}", limit)
    if alert.region is not None and alert.ra is not None and alert.dec is not None:
        from hop.sky._regions import region_map  # scipy.optimize is heavy

        return Layout(*region_map(alert.region, alert.ra, alert.dec, None)), None
    if alert.sky_map is not None and alert.sky_map.url:
        raise ValueError(
            f"the alert {name} has only the address of its map; to fetch it, give that: "
            f"SkyMap.read({shown(alert.sky_map.url)!r})"
        )
    raise ValueError(f"the alert {name} has no sky map, and no region with a position")


def _read_bytes(data: bytes, name: str, limit: int) -> tuple[Layout, Later]:
    if not data.startswith((b"SIMPLE", b"\x1f\x8b")):
        try:
            data = base64.b64decode(b"".join(data.split()), validate=True)
        except (binascii.Error, ValueError):
            raise DecodeError(f"{name}: neither FITS nor gzip nor base64") from None
    return _read(partial(BytesIO, data), name, limit)


def _read(open_it: Callable[[], BinaryIO], name: str, limit: int) -> tuple[Layout, Later]:
    def read_it(*, distances: bool) -> Layout:
        with closing(open_it()) as file:
            return read_layout(Stream(file, name, limit), distances=distances)

    found = read_it(distances=False)
    # A large map is mostly asked without its distances, which are three times as large as the rest.
    is_flat = isinstance(found.cells, FlatCells)
    return found, partial(read_it, distances=True) if is_flat else None
