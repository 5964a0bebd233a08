"""Topics and groups that commands have shown, for the Tab key: it must not wait for a broker."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

_log = logging.getLogger(__name__)

_FILE = "completion.json"
_FOR_S = 30 * 86400
_MOST = 2000
_MOST_BROKERS = 20


def path() -> Path:
    """Return the file: in ``$XDG_CACHE_HOME/hop``, else in ``~/.cache/hop``."""
    cache = os.environ.get("XDG_CACHE_HOME", "")
    folder = Path(cache) if Path(cache).is_absolute() else Path.home() / ".cache"
    return folder / "hop" / _FILE


def remember(broker: str, *, topics: Iterable[str] = (), groups: Iterable[str] = ()) -> None:
    """Remember names of a broker, beside those that are remembered. No error is raised.

    Args:
        broker: ``host:port``, or several of them, separated by commas.
        topics: names of topics; patterns are left out.
        groups: names of groups.
    """
    try:
        known = _read()
        before = known.pop(broker, {})
        new = {
            "topics": _joined(
                (each for each in topics if not each.startswith("^")), before, "topics"
            ),
            "groups": _joined(groups, before, "groups"),
            "time": time.time(),
        }
        kept = {broker: new, **known}
        file = path()
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_name(f"{_FILE}.{os.getpid()}")
        temporary.write_text(json.dumps(dict(list(kept.items())[:_MOST_BROKERS])), "utf-8")
        temporary.replace(file)
    except (OSError, RuntimeError) as fault:  # a full disk, or no home folder
        _log.debug("what the Tab key completes is not remembered: %s", fault)


def topics_of(broker: str) -> list[str]:
    """Return the topics of a broker that are remembered."""
    return _names(_read().get(broker), "topics")


def groups() -> list[str]:
    """Return the groups of all brokers that are remembered."""
    return sorted({name for each in _read().values() for name in _names(each, "groups")})


def brokers() -> list[str]:
    """Return the brokers of which something is remembered, the last one first."""
    return list(_read())


def _joined(names: Iterable[str], before: Any, kind: str) -> list[str]:
    return list(dict.fromkeys([*names, *_names(before, kind)]))[:_MOST]


def _names(entry: Any, kind: str) -> list[str]:
    found = entry.get(kind) if isinstance(entry, dict) else None
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def _read() -> dict[str, Any]:
    found: Any = {}
    with suppress(OSError, RuntimeError, ValueError, RecursionError):
        found = json.loads(path().read_text("utf-8"))
    oldest = time.time() - _FOR_S
    return {
        broker: entry
        for broker, entry in (found.items() if isinstance(found, dict) else ())
        if isinstance(entry, dict)
        and isinstance(entry.get("time"), (int, float))
        and entry["time"] > oldest
    }
