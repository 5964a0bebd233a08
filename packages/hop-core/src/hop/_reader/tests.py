"""Which messages of a stream are left out since they are tests, or since they are not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, get_args

from hop._config import Tests
from hop._messages import Record, message_position, says_test

# A logger of its own: `hop` prints these lines, and other lines of this level only with -v.
_log = logging.getLogger("hop.tests")
# A line for each message that is left out: `hop … --explain` shows them.
_explain = logging.getLogger("hop.explain")
# A service that runs for months tells of tests now and then.
_TELL_EVERY = 100


class TestFilter:
    """Leaves out tests, or all others, and counts what was left out.

    Args:
        mode: ``exclude`` leaves out what is marked as a test, by a header, a topic or its content;
            ``only`` leaves out the rest; ``header`` leaves out what has the header ``_test``;
            ``include`` leaves out nothing.

    Attributes:
        drops_marked: whether a message with the header is left out, whatever it says.
        judges: whether messages are asked whether they are tests.
        left_out: how many messages were left out.
        on_left_out: called for each message that is left out.

    Raises:
        ValueError: there is no such mode.
    """

    __test__ = False  # pytest takes it for a class of tests

    def __init__(self, mode: Tests = "exclude") -> None:
        check_tests(mode)
        self.mode = mode
        self.drops_marked = mode in ("exclude", "header")
        self.judges = mode in ("exclude", "only")
        self.left_out = 0
        self.on_left_out: Callable[[], None] | None = None

    def leaves_out(self, message: Any, is_marked: bool) -> bool:
        """Whether a message is left out.

        Args:
            message: the message.
            is_marked: whether its record has the header ``_test``.
        """
        is_test = is_marked or says_test(message)
        return is_test if self.mode == "exclude" else self.mode == "only" and not is_test

    def count(self, record: Record) -> None:
        """Count a message that was left out."""
        self.left_out += 1
        if _explain.isEnabledFor(logging.INFO):
            place = message_position(record.topic(), record.partition(), record.offset())
            _explain.info("left out: %s: %s", place, "no test" if self.mode == "only" else "a test")
        if self.on_left_out is not None:
            self.on_left_out()
        if self.left_out % _TELL_EVERY == 0:
            self._tell(" so far")

    def close(self) -> None:
        """Tell how many messages were left out."""
        if self.left_out:
            self._tell("")

    def _tell(self, so_far: str) -> None:
        what = "messages that are no tests" if self.mode == "only" else "tests"
        if self.left_out == 1:
            what = "message that is no test" if self.mode == "only" else "test"
        _log.info(
            '%d %s left out%s; --test include, or tests="include", shows all messages',
            self.left_out,
            what,
            so_far,
        )


def check_tests(mode: Any) -> None:
    """Check which messages a stream is to deliver.

    Raises:
        ValueError: there is no such mode.
    """
    if mode not in get_args(Tests):
        raise ValueError(f"tests is one of {', '.join(map(repr, get_args(Tests)))}, not {mode!r}")
