"""Notifications on the desktop of this machine."""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
from dataclasses import dataclass

from hop._config import environment_of_child
from hop.cli.notify.note import Note
from hop.errors import ConfigError, ConnectionFailed

_TIMEOUT_S = 10.0
# A desktop shows a few lines.
_LONGEST = 500
_APPLE_SCRIPT = (
    "on run argv",
    "display notification (item 2 of argv) with title (item 1 of argv)",
    "end run",
)


@dataclass(frozen=True, slots=True)
class Desktop:
    """Shows notifications by ``notify-send`` (Linux) or ``osascript`` (macOS).

    Attributes:
        name: the name of its table.
    """

    name: str

    def check(self) -> None:
        """Look for the program."""
        program = self._command(Note("", "", ""))[0]
        if shutil.which(program) is None:
            raise ConfigError(
                f"the desktop (notify.{self.name}) needs the program {program}, which is not "
                "installed; on Linux, install libnotify (libnotify-bin), or remove "
                f"[notify.{self.name}]"
            )

    def send(self, note: Note) -> None:
        """Show a notification."""
        try:
            done = subprocess.run(
                self._command(note),
                env=environment_of_child(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                timeout=_TIMEOUT_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise self._failed(str(error)) from None
        if done.returncode:
            raise self._failed(done.stderr.decode(errors="replace"))

    def _command(self, note: Note) -> list[str]:
        text = note.text[:_LONGEST]
        if sys.platform == "darwin":
            lines = [part for line in _APPLE_SCRIPT for part in ("-e", line)]
            return ["osascript", *lines, note.subject, text]
        # What is after "--" is no option. The text may hold marks as HTML has them, the title none.
        return ["notify-send", "--app-name=hop", "--", note.subject, html.escape(text)]

    def _failed(self, reason: str) -> ConnectionFailed:
        return ConnectionFailed(
            f"the desktop (notify.{self.name}) shows nothing: {' '.join(reason.split())[:200]}",
            retriable=True,
        )
