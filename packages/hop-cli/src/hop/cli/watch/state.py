"""What watching remembers: states, habits, and the times of the newest messages."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from hop._config import write_private
from hop._messages import read_file
from hop.cli.watch.habits import Habit
from hop.errors import ConfigError, StateError

_VERSION = 1


@dataclasses.dataclass
class Memory:
    """What is known of the looks before.

    Attributes:
        states: ``ok`` or ``failed``, by the key of a finding.
        habits: by topic.
        newest: the time of the newest message that was ever seen, by topic, s since 1970.
    """

    states: dict[str, str] = dataclasses.field(default_factory=dict)
    habits: dict[str, Habit] = dataclasses.field(default_factory=dict)
    newest: dict[str, float] = dataclasses.field(default_factory=dict)


def load(path: Path) -> Memory:
    """Read a file of :func:`save`; one that does not exist remembers nothing.

    Raises:
        hop.errors.StateError: it cannot be read, or is no such file. It is kept.
    """
    try:
        return _parsed(json.loads(read_file(path)))
    except FileNotFoundError:
        return Memory()
    except OSError as error:
        reason = error.strerror or str(error)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        reason = "it is no state of `hop watch`, or of another version"
    raise StateError(f"the state {path} cannot be used: {reason}; give another file") from None


def _parsed(tree: Any) -> Memory:
    if tree["hop_watch"] != _VERSION:
        raise ValueError
    return Memory(
        {str(key): str(each) for key, each in tree["states"].items()},
        {str(topic): Habit(**each) for topic, each in tree["habits"].items()},
        {str(topic): float(each) for topic, each in tree["newest"].items()},
    )


def save(path: Path, memory: Memory) -> None:
    """Write a file; it replaces the old one when it is complete.

    Raises:
        hop.errors.StateError: it cannot be written; the old one is untouched.
    """
    tree = {"hop_watch": _VERSION, **dataclasses.asdict(memory)}
    try:
        write_private(path, json.dumps(tree, indent=1) + "\n")
    except ConfigError as error:
        raise StateError(str(error)) from None
