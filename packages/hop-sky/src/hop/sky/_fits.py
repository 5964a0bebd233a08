"""Read the table of a sky map from FITS.

A reader of its own: it takes a tenth of the time of astropy's, and of a large map it keeps the
probability only. It reads what the FITS standard 4.0 says of binary tables, sections 4 and 7.3.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np

from hop.errors import DecodeError, LimitExceeded

_BLOCK = 2880
_CARD = 80
_CHUNK = 2**22
# A header of LVK has 2 to 4 blocks.
_MAX_HEADER_BLOCKS = 400
_FORMATS = {
    "L": "i1", "B": "u1", "I": ">i2", "J": ">i4", "K": ">i8", "E": ">f4", "D": ">f8", "A": "S1",
}  # fmt: skip
_SIZES = {"X": 1, "C": 8, "M": 16, "P": 8, "Q": 16}
_TFORM = re.compile(r"\s*(\d*)([LXBIJKAEDCMPQ])")


class Stream:
    """The bytes of a file one after the other, unpacked if it is packed by gzip.

    Args:
        file: the file.
        name: its name, for errors.
        max_bytes: how many bytes it may have when it is unpacked.
    """

    def __init__(self, file: BinaryIO, name: str, max_bytes: int) -> None:
        self._file, self.name, self.max_bytes = file, name, max_bytes
        self._seen = 0
        self._ready = b""
        start = file.read(2)
        self._ready = start
        self._unpack = zlib.decompressobj(31) if start == b"\x1f\x8b" else None
        if self._unpack is not None:
            self._packed, self._ready = start, b""

    def read(self, size: int) -> bytes:
        """So many bytes; fewer at the end of the file.

        Raises:
            hop.errors.LimitExceeded: it is larger than allowed.
            hop.errors.DecodeError: gzip's data are broken.
        """
        self._seen += size
        if self._seen > self.max_bytes:
            raise LimitExceeded(
                f"{self.name}: larger than the {self.max_bytes} bytes that are allowed; "
                "if you trust it, allow more with max_bytes"
            )
        if self._unpack is None:
            start, self._ready = self._ready, b""
            return start + self._file.read(size - len(start))
        parts = [self._ready[:size]]
        self._ready = self._ready[size:]
        missing = size - len(parts[0])
        while missing > 0:
            part = self._unpacked(missing)
            if not part:
                break
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def _unpacked(self, size: int) -> bytes:
        while self._unpack is not None:
            packed = self._packed or self._file.read(2**18)
            if self._unpack.eof:
                rest = self._unpack.unused_data + packed
                if not rest.startswith(b"\x1f\x8b"):
                    return b""
                self._unpack, packed = zlib.decompressobj(31), rest
            elif not packed:
                raise DecodeError(f"{self.name}: the gzip file is truncated; fetch it again")
            try:
                part = self._unpack.decompress(packed, size)
            except zlib.error as fault:
                raise DecodeError(f"{self.name}: broken gzip file: {fault}") from None
            self._packed = self._unpack.unconsumed_tail
            if part:
                return part
        return b""

    def skip(self, size: int) -> None:
        """Pass over so many bytes."""
        while size > 0:
            part = self.read(min(size, _CHUNK))
            if not part:
                raise DecodeError(f"{self.name}: the file is truncated")
            size -= len(part)


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: its name, in upper case.
        format: its numpy format, big-endian; None if it is not read.
        repeat: how many values a row has.
        offset: where it begins in a row, bytes.
        unit: its unit, as in the header.
        scale: TSCAL.
        zero: TZERO.
    """

    name: str
    format: str | None
    repeat: int
    offset: int
    unit: str
    scale: float
    zero: float


class Table:
    """The next binary table of a stream.

    Attributes:
        header: its cards.
        columns: its columns by name.
        rows: the number of rows.
        where: file and HDU, for errors.
    """

    def __init__(self, stream: Stream, header: dict[str, Any], number: int) -> None:
        self._stream, self.header = stream, header
        self.where = f"{stream.name}, HDU {number}"
        self._width, self.rows = _count(header, "NAXIS1", self), _count(header, "NAXIS2", self)
        self.columns: dict[str, Column] = {}
        offset = 0
        for k in range(1, min(_count(header, "TFIELDS", self), 999) + 1):
            column, size = self._column(k, offset)
            self.columns.setdefault(column.name, column)
            offset += size
        if offset > self._width:
            raise DecodeError(f"{self.where}: the columns are wider than a row (NAXIS1)")
        if self._width * self.rows > stream.max_bytes:
            raise LimitExceeded(
                f"{self.where}: the table has {self._width * self.rows} bytes, and "
                f"{stream.max_bytes} are allowed; if you trust it, allow more with max_bytes"
            )

    def _column(self, k: int, offset: int) -> tuple[Column, int]:
        name = str(self.header.get(f"TTYPE{k}", f"COLUMN{k}")).upper()
        form = str(self.header.get(f"TFORM{k}", ""))
        match = _TFORM.match(form)
        if match is None:
            raise DecodeError(f"{self.where}, column {name}: unknown format TFORM{k} = {form!r}")
        repeat, letter = int(match[1] or 1), match[2]
        kind = _FORMATS.get(letter)
        size = np.dtype(kind).itemsize if kind else _SIZES[letter]
        total = (repeat + 7) // 8 if letter == "X" else repeat * size
        unit = str(self.header.get(f"TUNIT{k}", ""))
        scale, zero = self.header.get(f"TSCAL{k}", 1), self.header.get(f"TZERO{k}", 0)
        if not all(isinstance(each, (int, float)) for each in (scale, zero)):
            raise DecodeError(f"{self.where}, column {name}: TSCAL{k} or TZERO{k} is no number")
        return Column(name, kind, repeat, offset, unit, scale, zero), total

    def read(self, names: list[str]) -> dict[str, Any]:
        """The values of columns, native and scaled, each as one flat array.

        Raises:
            hop.errors.DecodeError: the file ends before the table does.
        """
        wanted = [self.columns[name] for name in names]
        for each in wanted:
            if each.format is None or each.format == "S1" or not each.repeat:
                raise DecodeError(f"{self.where}, column {each.name}: not a column of numbers")
        row = np.dtype(
            {
                "names": names,
                "formats": [(each.format, (each.repeat,)) for each in wanted],
                "offsets": [each.offset for each in wanted],
                "itemsize": self._width,
            }
        )
        result = {each.name: np.empty((self.rows, each.repeat), _native(each)) for each in wanted}
        step, done = max(1, _CHUNK // max(1, self._width)), 0
        while done < self.rows:
            count = min(step, self.rows - done)
            content = self._stream.read(count * self._width)
            if len(content) < count * self._width:
                missing = done + len(content) // self._width
                raise DecodeError(
                    f"{self.where}: truncated: {missing} of {self.rows} rows are there; "
                    "fetch the file again"
                )
            part = np.frombuffer(content, row)
            for each in wanted:
                result[each.name][done : done + count] = _scaled(part[each.name], each)
            done += count
        return {name: values.reshape(-1) for name, values in result.items()}


def _native(column: Column) -> Any:
    if column.scale != 1 or (column.zero and not _is_unsigned(column)):
        return np.float64
    return np.dtype(column.format or "f8").newbyteorder("=")


def _is_unsigned(column: Column) -> bool:
    return column.format == ">i8" and column.scale == 1 and column.zero == 2**63


def _scaled(values: Any, column: Column) -> Any:
    if _is_unsigned(column):  # 2^63 is added modulo 2^64, which is to flip the first bit
        return values ^ np.int64(-(2**63))
    if column.scale != 1 or column.zero:
        return values * column.scale + column.zero
    return values


def tables(stream: Stream) -> Any:
    """The binary tables of a file, one after the other. Read one before you ask for the next.

    Raises:
        hop.errors.DecodeError: it is not FITS, or is truncated.
    """
    number = 0
    while True:
        header = _header(stream, number)
        if header is None:
            return
        size = _data_size(header, stream, number)
        if str(header.get("XTENSION", "")).upper() == "BINTABLE":
            yield Table(stream, header, number)
        stream.skip(size + -size % _BLOCK)
        number += 1


def _header(stream: Stream, number: int) -> dict[str, Any] | None:
    cards: dict[str, Any] = {}
    for block_number in range(_MAX_HEADER_BLOCKS):
        block = stream.read(_BLOCK)
        if block_number == 0 and number and not block.strip(b"\0 "):
            return None
        if not number and not block_number and not block.startswith(b"SIMPLE  ="):
            raise DecodeError(f"{stream.name}: not a FITS file: it does not begin with SIMPLE")
        if len(block) < _BLOCK:
            raise DecodeError(f"{stream.name}, HDU {number}: the header is truncated")
        text = block.decode("latin-1")
        for start in range(0, _BLOCK, _CARD):
            card = text[start : start + _CARD]
            key = card[:8].rstrip()
            if key == "END":
                return cards
            if card[8:10] == "= ":
                cards.setdefault(key, _value(card[10:]))
    raise DecodeError(f"{stream.name}, HDU {number}: the header has no END")


def _value(text: str) -> Any:
    text = text.strip()
    if text.startswith("'"):
        found = re.match(r"'((?:[^']|'')*)'", text)
        return found[1].replace("''", "'").rstrip() if found else text[1:].rstrip()
    text = text.partition("/")[0].strip()
    if text in ("T", "F"):
        return text == "T"
    for kind in (int, float):
        try:
            return kind(text.replace("D", "E"))
        except ValueError:
            continue
    return text


def _count(header: dict[str, Any], key: str, table: Table) -> int:
    value = header.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise DecodeError(f"{table.where}: {key} is {value!r}, not a number of bytes or rows")
    return value


def _data_size(header: dict[str, Any], stream: Stream, number: int) -> int:
    try:
        axes = [int(header[f"NAXIS{k}"]) for k in range(1, int(header.get("NAXIS", 0)) + 1)]
        size = abs(int(header.get("BITPIX", 8))) // 8 * int(header.get("GCOUNT", 1))
        extra = int(header.get("PCOUNT", 0))
    except (KeyError, ValueError, TypeError):
        raise DecodeError(f"{stream.name}, HDU {number}: broken NAXIS, PCOUNT or BITPIX") from None
    total = size * (int(np.prod(axes, dtype=object)) + extra) if axes else 0
    if total < 0:
        raise DecodeError(f"{stream.name}, HDU {number}: the header gives a negative size")
    return total
