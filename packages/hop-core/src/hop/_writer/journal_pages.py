"""What can still be read of a journal's file when SQLite cannot, or must not, read it.

The pages of the file, and of its write-ahead log, are looked through for leaves of tables, and
their rows are taken as they are; each row of a journal has a checksum, so that none is made up. The
layout is that of https://www.sqlite.org/fileformat2.html, of which a journal uses little: pages of
4096 bytes, UTF-8.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

PAGE_SIZE = 4096
"""The size of the pages of a journal."""

_LEAF = 0x0D
_WAL_HEADER, _FRAME_HEADER = 32, 24
_LITTLE_ENDIAN, _BIG_ENDIAN = 0x377F0682, 0x377F0683
# How much of a cell stands on the leaf itself: sections 1.6 and 1.5 of the layout.
_MOST = PAGE_SIZE - 35
_LEAST = (PAGE_SIZE - 12) * 32 // 255 - 23
_CHAINED = PAGE_SIZE - 4

Value = str | bytes | int | None
Pages = dict[int, bytes]


@dataclass(frozen=True, slots=True)
class Frame:
    """A page in a write-ahead log.

    Attributes:
        number: its place in the log, from 1.
        page: the number of the page.
        size: pages in the file after the transaction that this frame ends; 0: it ends none.
        data: the page.
        whole: whether its checksum is right.
    """

    number: int
    page: int
    size: int
    data: bytes
    whole: bool


def last_commit(log: bytes) -> int:
    """The number of the last frame that ends a transaction, damaged or not; 0 without one."""
    salts = _salts(log)
    ends = 0
    for number, at in enumerate(range(_WAL_HEADER, len(log), _FRAME_HEADER + PAGE_SIZE), 1):
        head = log[at : at + _FRAME_HEADER]
        if len(head) == _FRAME_HEADER and head[8:16] == salts and head[4:8] != b"\0\0\0\0":
            ends = number
    return ends


def _salts(log: bytes) -> bytes:
    """What marks the frames of the log that are not left over from before."""
    order = _order(log)
    if order and _checksum(log[:24], (0, 0), order) == struct.unpack(">II", log[24:32]):
        return log[16:24]
    # The header is damaged. The frames have it too, of which the first may be damaged as well.
    starts = range(_WAL_HEADER + 8, len(log), _FRAME_HEADER + PAGE_SIZE)
    found = Counter(log[at : at + 8] for at in starts[:3])
    return found.most_common(1)[0][0] if found else b""


def _order(log: bytes) -> str:
    magic = int.from_bytes(log[:4], "big") if len(log) >= _WAL_HEADER else 0
    return {_LITTLE_ENDIAN: "<", _BIG_ENDIAN: ">"}.get(magic, "")


def _checksum(data: bytes, seed: tuple[int, int], order: str) -> tuple[int, int]:
    one, two = seed
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for at in range(0, len(words), 2):
        one = (one + words[at] + two) & 0xFFFFFFFF
        two = (two + words[at + 1] + one) & 0xFFFFFFFF
    return one, two


def _frames(log: bytes) -> Iterator[Frame]:
    """The frames of a log, each judged by itself: one that is damaged spoils no other."""
    salts, order = _salts(log), _order(log) or "<"
    seed = log[24:32]
    step = _FRAME_HEADER + PAGE_SIZE
    for number, at in enumerate(range(_WAL_HEADER, len(log) - step + 1, step), 1):
        head, data = log[at : at + _FRAME_HEADER], log[at + _FRAME_HEADER : at + step]
        if head[8:16] == salts or head[16:24] == seed:
            start: tuple[int, int] = struct.unpack(">II", seed)
            told = struct.unpack(">II", head[16:24])
            whole = _checksum(data, _checksum(head[:8], start, order), order) == told
            page, size = struct.unpack(">II", head[:8])
            yield Frame(number, page, size, data, whole)
        seed = head[16:24]


def rows(database: bytes, log: bytes) -> Iterator[tuple[int, list[Value]]]:
    """Every row of a table that is still there; the newest state of a row comes last.

    Args:
        database: the file.
        log: its write-ahead log.

    Yields:
        The row's number, and its columns.
    """
    pages = {
        at // PAGE_SIZE + 1: database[at : at + PAGE_SIZE]
        for at in range(0, len(database), PAGE_SIZE)
    }
    spoilt = []
    size = 0
    waiting: Pages = {}
    for frame in _frames(log):
        if not frame.whole:
            spoilt.append(frame.data)
            continue
        waiting[frame.page] = frame.data
        if frame.size:  # a transaction that did not end never was
            pages |= waiting
            waiting, size = {}, frame.size
    if size:
        pages = {number: data for number, data in pages.items() if number <= size}
    for data in (*spoilt, *pages.values()):
        yield from _leaf_rows(data, pages)


def _leaf_rows(page: bytes, pages: Pages) -> Iterator[tuple[int, list[Value]]]:
    if len(page) < 8 or page[0] != _LEAF:
        return
    cells = int.from_bytes(page[3:5], "big")
    for at in range(8, min(8 + 2 * cells, len(page) - 1), 2):
        try:
            yield _cell(page, int.from_bytes(page[at : at + 2], "big"), pages)
        except (IndexError, KeyError, ValueError, struct.error):
            continue  # no cell, or one of which a part is lost


def _cell(page: bytes, at: int, pages: Pages) -> tuple[int, list[Value]]:
    length, at = _number(page, at)
    row, at = _number(page, at)
    local = length
    if length > _MOST:
        local = _LEAST + (length - _LEAST) % _CHAINED
        if local > _MOST:
            local = _LEAST
    payload = page[at : at + local]
    if length > local:
        payload += _chain(int.from_bytes(page[at + local : at + local + 4], "big"), pages, length)
    payload = payload[:length]
    if len(payload) < length:
        raise ValueError("a cell that is cut off")
    return row, _columns(payload)


def _chain(number: int, pages: Pages, length: int) -> bytes:
    parts = []
    # A damaged chain may run in a circle.
    for _ in range(length // _CHAINED + 1):
        if number == 0:
            break
        page = pages[number]
        number = int.from_bytes(page[:4], "big")
        parts.append(page[4:])
    return b"".join(parts)


def _columns(payload: bytes) -> list[Value]:
    end, at = _number(payload, 0)
    kinds = []
    while at < end:
        kind, at = _number(payload, at)
        kinds.append(kind)
    values: list[Value] = []
    at = end
    for kind in kinds:
        if kind < 12:
            size = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)[kind]
            part = payload[at : at + size]
            value: Value = int.from_bytes(part, "big", signed=True) if kind else None
        else:
            size = (kind - 12) // 2
            part = payload[at : at + size]
            value = part.decode() if kind % 2 else part
        if len(part) < size:
            raise ValueError("a column that is cut off")
        values.append(value)
        at += size
    return values


def _number(data: bytes, at: int) -> tuple[int, int]:
    """SQLite's integer of one to nine bytes, and where it ends."""
    value = 0
    for count in range(8):
        byte = data[at + count]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + count + 1
    return value << 8 | data[at + 8], at + 9
