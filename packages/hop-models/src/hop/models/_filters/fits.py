"""Cards in the headers of a FITS file, such as the distance in a sky map; the data is not read."""

from __future__ import annotations

import math
import zlib

_BLOCK = 2880
_CARD = 80
# The headers of a sky map take a few blocks. More of a packed file is not unpacked.
_MOST = 40 * _BLOCK
_HEADERS = 2


def numbers_in_headers(file: bytes, names: tuple[str, ...]) -> dict[str, float]:
    """The finite numbers of these names in the first two headers.

    Args:
        file: the file, which may be packed by gzip. What is no FITS file has none.
        names: the names of the cards.
    """
    if file.startswith(b"\x1f\x8b"):
        try:
            file = zlib.decompressobj(wbits=31).decompress(file, _MOST)
        except zlib.error:
            return {}
    found: dict[str, float] = {}
    headers, at = 0, 0
    while headers < _HEADERS and at + _CARD <= min(len(file), _MOST):
        card = file[at : at + _CARD]
        at += _CARD
        name = card[:8].rstrip().decode("ascii", "replace")
        if name == "END":
            # A sky map has no data behind its first header.
            headers, at = headers + 1, -(-at // _BLOCK) * _BLOCK
        elif name in names and card[8:10] == b"= ":
            try:
                number = float(card[10:].partition(b"/")[0])
            except ValueError:
                continue
            if math.isfinite(number):
                found[name] = number
    return found
