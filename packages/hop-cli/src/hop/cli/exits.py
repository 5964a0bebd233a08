"""How the command ends: one line on standard error, and an exit code.

====  =====================================================================================
0     all is done
1     something unexpected; ``hop --debug`` shows where
2     the command line is wrong, a URL included
65    a message is not what its format promises, cannot be sent, or is too large
69    a broker that cannot be reached, does not answer, or lacks the topic
70    a handler, or a program, cannot be found or called, fails, or does not end
74    a file, a journal, or standard input or output, cannot be read or written
77    the broker refuses the credential, or the permission
78    the configuration cannot be used, or holds no credential that fits
130   Ctrl-C; a sandbox that was ready ends with 0
141   nobody reads the output any more
====  =====================================================================================

The numbers from 64 on are those of ``sysexits.h``, and 128 and a signal's number those of shells.
"""

from __future__ import annotations

import errno
import re
from typing import Final

import click

from hop import errors

UNEXPECTED: Final = 1
USAGE: Final = 2
DATA: Final = 65
UNAVAILABLE: Final = 69
HANDLER: Final = 70
FILE: Final = 74
REFUSED: Final = 77
CONFIGURATION: Final = 78
INTERRUPTED: Final = 130
NOBODY_READS: Final = 141

# The most specific class that an error has here decides.
TABLE: Final[dict[type[BaseException], int]] = {
    errors.HopError: UNEXPECTED,
    errors.ConfigError: CONFIGURATION,
    errors.PluginError: CONFIGURATION,
    errors.URLError: USAGE,
    errors.MessageError: DATA,
    errors.MessageTooLarge: DATA,
    errors.TransportError: UNAVAILABLE,
    errors.AuthenticationFailed: REFUSED,
    errors.NotAuthorized: REFUSED,
    errors.JournalError: FILE,
    errors.RecordingError: FILE,
    errors.HandlerError: HANDLER,
    click.ClickException: USAGE,
    click.Abort: INTERRUPTED,
    KeyboardInterrupt: INTERRUPTED,
    BrokenPipeError: NOBODY_READS,
    OSError: FILE,
    EOFError: FILE,
}

_ADVICE: Final = {
    errno.ENOENT: "check the path",
    errno.EACCES: "check its permissions",
    errno.EISDIR: "give files, not a folder",
    errno.ENOSPC: "free some space there",
    errno.EEXIST: "it is a file: give a folder, or another name",
    errno.ENOTDIR: "a part of the path is a file: check it",
    errno.ELOOP: "check where the link leads",
    errno.EROFS: "give a place that can be written to",
}
# How click adds what may have been meant.
_GUESS: Final = re.compile(r"\. \(?Did you mean (.*)\?\)?\Z")


def code_of(error: BaseException) -> int:
    """The exit code of an error."""
    return next((TABLE[kind] for kind in type(error).__mro__ if kind in TABLE), UNEXPECTED)


def text_of(error: BaseException) -> str:
    """What is said of an error, on one line; "" where there is nothing to say.

    What happened meanwhile, such as messages that were not acknowledged, is added; where it is an
    error of hop's, so is the command that tells more of it.
    """
    parts = [_text(error), *getattr(error, "__notes__", ())]
    text = " ".join("; ".join(filter(None, parts)).split())
    if isinstance(error, errors.HopError):
        text += f" (hop explain {entry_of(error)})"
    return text


def entry_of(error: errors.HopError) -> str:
    """The documented class of an error, which `hop explain` knows: a model's own may be below.

    Of a fault that was told again with the place of the message, it is the class that says more.
    """
    cause = error.__cause__
    if isinstance(error, errors.MessageError) and isinstance(cause, type(error)):
        error = cause
    return next(kind for kind in type(error).__mro__ if kind.__module__ == errors.__name__).__name__


def _text(error: BaseException) -> str:
    if isinstance(error, (KeyboardInterrupt, click.Abort, BrokenPipeError)):
        return ""
    if isinstance(error, errors.HopError):
        return str(error)
    if isinstance(error, click.ClickException):
        return _about_usage(error)
    if isinstance(error, (OSError, EOFError)):
        return _about_file(error)
    if isinstance(error, ImportError):
        from hop.cli.packages import broken_installation

        return broken_installation(error)
    return (
        f"unexpected {type(error).__name__}: {error}; this is a fault in hop or in a plugin: "
        "`hop --debug …` shows where, please report it"
    )


def _about_file(error: OSError | EOFError) -> str:
    if isinstance(error, EOFError):
        return "standard input ended before the answer; give it in a terminal, or by an option"
    name = "standard input or output" if error.filename is None else error.filename or "''"
    advice = _ADVICE.get(error.errno or 0)
    return f"{name}: {error.strerror or error}" + (f"; {advice}" if advice else "")


def _about_usage(error: click.ClickException) -> str:
    text = error.format_message().strip().rstrip(".")
    text = _GUESS.sub(r"; did you mean \1?", f"{text[:1].lower()}{text[1:]}")
    if not isinstance(error, click.UsageError):
        return text
    path = error.ctx.command_path if error.ctx else "hop"
    return f"{text} See `{path} --help`" if text.endswith("?") else f"{text}; see `{path} --help`"


def report(error: BaseException, *, trace: bool = False) -> int:
    """Tell of an error on standard error.

    Args:
        error: the error.
        trace: show also where it came from.

    Returns:
        The exit code.
    """
    from hop.cli import interrupts
    from hop.cli.output import abandon, tell

    if interrupts.interrupted() and not isinstance(error, KeyboardInterrupt):
        error = KeyboardInterrupt()  # what it broke off is not worth a word
    code = code_of(error)
    if trace and code not in (USAGE, NOBODY_READS):
        import traceback

        tell("".join(traceback.format_exception(error)).rstrip("\n"))
    if text := text_of(error):
        tell(f"hop: {text}")
    if isinstance(error, (OSError, KeyboardInterrupt)):
        abandon()
    return code
