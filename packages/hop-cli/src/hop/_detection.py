"""Which format a file has, by what is in it: one answer for publish, validate, alert and load."""

from __future__ import annotations

import contextlib
import dataclasses
import re
from difflib import get_close_matches
from pathlib import PurePath
from typing import Any

from hop._messages import Fault, loads
from hop._wire import candidates, known_models, model_for
from hop.errors import DecodeError
from hop.message import Blob, JSONBlob, MessageModel

# The header lines of circulars. Any other word before a colon may begin a letter, or a log.
_HEADER_LINE = re.compile(rb"(?:TITLE|NUMBER|SUBJECT|DATE|FROM):", re.IGNORECASE)
# What follows the bracket of a JSON list. "[12:00] all is well" is text.
_JSON_LIST = re.compile(rb"\[\s*[\[{\"\]]")
# A document is near a format if it has some keys, of which more than half are those of the format.
_FEWEST_KEYS, _LEAST_SHARE, _LONGEST_KEY = 2, 0.5, 100
_FORMATS_BY_SUFFIX = {".xml": "voevent", ".json": "json", ".gcn3": "circular", ".avro": "avro"}


def detect_format(data: bytes, name: str) -> type[MessageModel]:
    """Find the model of a file: by its content, else by the suffix of its name.

    A file that is broken still has the format that it looks like. Text that looks like no format,
    and bytes that do not, are a Blob.

    Args:
        data: the content of the file, unpacked.
        name: the name of the file; ``event.xml.gz`` has the suffix ``.xml``.
    """
    path = PurePath(name)
    suffix = PurePath(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    beginning = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    value: Any = None
    is_json = False
    if beginning[:1] in (b"{", b"["):
        is_json = beginning[:1] == b"{" or _JSON_LIST.match(beginning) is not None
        with contextlib.suppress(DecodeError):
            value = loads(data)
            is_json = True
    if model := next(candidates(data, value, None), None):
        return model
    if is_json:
        return JSONBlob
    if beginning[:1] == b"<":
        name = "voevent"
    elif _HEADER_LINE.match(beginning):
        name = "circular"
    else:
        name = _FORMATS_BY_SUFFIX.get(suffix.lower(), "")
    return (name and model_for(name)) or Blob


@dataclasses.dataclass(frozen=True, slots=True)
class Nearest:
    """The format that JSON without a known format is nearest to.

    Attributes:
        model: the model of that format.
        faults: what it lacks to be one: the errors of the schema, and misspelt keys.
    """

    model: type[MessageModel]
    faults: tuple[Fault, ...]


def nearest_format(data: bytes) -> Nearest | None:
    """Find the format that JSON without a known format is nearest to; None if it is near none.

    Args:
        data: the content of the file, unpacked.
    """
    try:
        value = loads(data)
    except DecodeError:
        return None
    if not isinstance(value, dict):
        return None
    keys = [each for each in value if len(each) <= _LONGEST_KEY]
    best: tuple[float, type[MessageModel] | None] = (0.0, None)
    for model in known_models().values():
        share = _share_of(keys, _keys_of(model))
        if share > max(_LEAST_SHARE, best[0]):
            best = share, model
    found = best[1]
    if found is None:
        return None
    known = _keys_of(found)
    misspelt = [
        Fault(key, f"the field {meant}", "a field with another name")
        for key in keys
        if key not in known and (meant := _meant(key, known - set(keys)))
    ]
    return Nearest(found, (*found.find_faults(data), *misspelt))


def _keys_of(model: type[MessageModel]) -> set[str]:
    """The keys that a JSON object of a model may have; none if it is not JSON."""
    if not (model.hop_markers and dataclasses.is_dataclass(model)):
        return set()
    return {each.name for each in dataclasses.fields(model)}.union(*model.hop_markers)


def _share_of(keys: list[str], known: set[str]) -> float:
    """How many of the keys are known, from 0 to 1; a misspelt one counts less."""
    if len(keys) < _FEWEST_KEYS or not known:
        return 0.0
    points = sum(1.0 if key in known else 0.9 * bool(_meant(key, known)) for key in keys)
    return points / len(keys)


def _meant(key: str, known: set[str]) -> str:
    """The known key that a misspelt one is nearest to; "" if it is near none."""
    return next(iter(get_close_matches(key, known, 1, 0.8)), "")


def has_schema(model: type[MessageModel]) -> bool:
    """Whether a format says what is in a message: JSON and Blob do not."""
    return model not in (Blob, JSONBlob)
