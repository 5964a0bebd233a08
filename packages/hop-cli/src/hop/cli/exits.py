"""How the command ends: one line on standard error, and an exit code.

====  =====================================================================================
0     all is done
1     an unexpected error; ``hop --debug`` shows where
2     the command line is wrong, or the URL, or the filter
65    a message does not match its format, cannot be sent, or is too large
69    a broker cannot be reached, does not answer, or does not have the topic
70    a handler, or a program, cannot be found or called, fails, or does not end
74    a file, a journal, a state, or standard input or output, cannot be read or written
77    the broker refuses the credential, or the permission
78    the configuration cannot be used, or holds no credential that fits
130   Ctrl-C; a sandbox that was ready ends with 0
141   nothing reads the output any more
====  =====================================================================================

The numbers from 64 to 78 are those of ``sysexits.h``; 128 plus the number of a signal is that of
shells.
"""

from __future__ import annotations

import errno
import re
import traceback
from difflib import get_close_matches
from typing import Final

import click

from hop import errors
from hop._console import abandon, tell
from hop.cli import interrupts

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

# The most specific class of an error that is in this table decides.
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
    errors.FilterError: USAGE,
    errors.StateError: FILE,
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
    errno.EROFS: "give a path that can be written to",
}
# How click adds a suggestion.
_SUGGESTION: Final = re.compile(r"\. \(?Did you mean (.*)\?\)?\Z")


def code_of(error: BaseException) -> int:
    """Return the exit code of an error."""
    return next((TABLE[kind] for kind in type(error).__mro__ if kind in TABLE), UNEXPECTED)


def text_of(error: BaseException) -> str:
    """Return the text for an error, mostly on one line; "" if there is nothing to say.

    The notes of the error, such as the number of messages that were not acknowledged, are added.
    For one of hop's errors, the command that explains it is added too.
    """
    parts = [_text(error), *getattr(error, "__notes__", ())]
    text = " ".join("; ".join(filter(None, parts)).split())
    if isinstance(error, errors.HopError):
        text += f" (hop explain {entry_of(error)})"
    if isinstance(error, errors.FilterError):
        # Its lines show the expression, and point to what is wrong.
        first, newline, lines = str(error).partition("\n")
        text = f"{first} (hop explain FilterError){newline}{lines}"
    return text


def entry_of(error: errors.HopError) -> str:
    """Return the name of the documented class of an error, which `hop explain` knows.

    A model may define its own subclasses; their documented base class counts. If an error was
    raised again to add which message it is about, the class of its cause says more.
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
        return _usage_text(error)
    if isinstance(error, (OSError, EOFError)):
        return _file_text(error)
    if isinstance(error, ImportError):
        from hop.version import broken_installation  # importlib.metadata is heavy

        return broken_installation(error)
    return (
        f"unexpected {type(error).__name__}: {error}; this is an error in hop or in a plugin: "
        "`hop --debug …` shows where, please report it"
    )


def _file_text(error: OSError | EOFError) -> str:
    if isinstance(error, EOFError):
        return "standard input ended before the answer; give it in a terminal, or by an option"
    name = "standard input or output" if error.filename is None else error.filename or "''"
    advice = _ADVICE.get(error.errno or 0)
    return f"{name}: {error.strerror or error}" + (f"; {advice}" if advice else "")


def _usage_text(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        from hop.cli import hints  # for this error only

        if hint := hints.of_option(error.option_name):
            error = click.UsageError(f"no such option {error.option_name}; {hint}", error.ctx)
        else:
            near = get_close_matches(error.option_name, error.possibilities or (), 1, 0)
            error = click.NoSuchOption(error.option_name, possibilities=near, ctx=error.ctx)
    text = error.format_message().strip().rstrip(".")
    text = _SUGGESTION.sub(r"; did you mean \1?", f"{text[:1].lower()}{text[1:]}")
    if not isinstance(error, click.UsageError):
        return text
    path = error.ctx.command_path if error.ctx else "hop"
    return f"{text} See `{path} --help`" if text.endswith("?") else f"{text}; see `{path} --help`"


def show_help_and_fail(ctx: click.Context) -> None:
    """Show the help of a group that was called without a command, on standard error."""
    click.echo(ctx.get_help(), err=True)
    ctx.exit(USAGE)


def report(error: BaseException, *, trace: bool = False) -> int:
    """Print an error on standard error.

    Args:
        error: the error.
        trace: show the traceback, too.

    Returns:
        The exit code.
    """
    if interrupts.interrupted() and not isinstance(error, KeyboardInterrupt):
        error = KeyboardInterrupt()  # the error is only what Ctrl-C caused
    code = code_of(error)
    if trace and code not in (USAGE, NOBODY_READS):
        tell("".join(traceback.format_exception(error)).rstrip("\n"))
    if text := text_of(error):
        tell(f"hop: {text}")
    if isinstance(error, (OSError, KeyboardInterrupt)):
        abandon()
    return code
