"""Files of pictures: what is in them, and writing them whole or not at all."""

from __future__ import annotations

import contextlib
import os
from io import BytesIO
from pathlib import Path

from matplotlib.figure import Figure


def to_file(figure: Figure, kind: str) -> bytes:
    """The file of a picture: png or svg."""
    out = BytesIO()
    # Without a date, the same picture gives the same file.
    metadata = {"Date": None} if kind == "svg" else None
    figure.savefig(out, format=kind, metadata=metadata, facecolor=figure.get_facecolor())
    return out.getvalue()


def save(path: Path, data: bytes) -> None:
    """Write a file, so that nobody ever sees half of it.

    Raises:
        OSError: it cannot be written.
    """
    temporary = path.with_name(f".{os.urandom(8).hex()}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
        temporary.replace(path)
    except BaseException as fault:
        with contextlib.suppress(OSError):
            temporary.unlink()
        if isinstance(fault, OSError):
            raise type(fault)(fault.errno, fault.strerror, str(path)) from fault
        raise
