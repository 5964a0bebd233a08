"""Files of pictures."""

from __future__ import annotations

from io import BytesIO

from matplotlib.figure import Figure


def to_file(figure: Figure, kind: str) -> bytes:
    """The file of a picture: png or svg."""
    out = BytesIO()
    # Without a date, the same picture gives the same file.
    metadata = {"Date": None} if kind == "svg" else None
    figure.savefig(out, format=kind, metadata=metadata, facecolor=figure.get_facecolor())
    return out.getvalue()
