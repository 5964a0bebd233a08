"""What is told of an alert, and who takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Note:
    """One notification, as text.

    Attributes:
        subject: one line.
        text: the lines below it.
        key: the same for the same notification, also after a crash.
        thread: the key of the first notification of the event; None for the first one itself.
    """

    subject: str
    text: str
    key: str
    thread: str | None = None


class Destination(Protocol):
    """Takes notifications."""

    @property
    def name(self) -> str:
        """The name of its table in ``notify.toml``."""

    def check(self) -> None:
        """Find out whether it would take a notification; as far as that can be known.

        Raises:
            hop.errors.HopError: it would not. A retriable TransportError may pass by itself.
        """

    def send(self, note: Note) -> None:
        """Send a notification, and wait until it was taken.

        Raises:
            hop.errors.HopError: it was not taken. After a retriable TransportError, send it again
                later.
        """
