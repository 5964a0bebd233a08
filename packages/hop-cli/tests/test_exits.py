"""Exit codes, and what is said of errors."""

from __future__ import annotations

import errno

import click
import pytest

from hop import errors
from hop.cli import exits

CODES = {
    errors.HopError: 1,
    errors.ConfigError: 78,
    errors.ConfigKeyError: 78,
    errors.ConfigFileNotFound: 78,  # also an OSError
    errors.CredentialNotFound: 78,
    errors.AmbiguousCredential: 78,
    errors.URLError: 2,
    errors.PluginError: 78,
    errors.MessageError: 65,
    errors.UnknownFormat: 65,
    errors.DecodeError: 65,
    errors.LimitExceeded: 65,
    errors.EncodeError: 65,
    errors.ValidationError: 65,
    errors.TransportError: 69,
    errors.AuthenticationFailed: 77,
    errors.NotAuthorized: 77,
    errors.JournalError: 74,
    errors.JournalFull: 74,
    errors.RecordingError: 74,
    errors.FilterError: 2,
    errors.StateError: 74,
    errors.ArchiveError: 74,
    errors.QueryError: 2,
    errors.HandlerError: 70,
    errors.ConnectionFailed: 69,
    errors.UnknownTopic: 69,
    errors.DeliveryFailed: 69,
    errors.MessageTooLarge: 65,
    errors.TransportTimeout: 69,
}


def kinds(root: type[BaseException]) -> set[type[BaseException]]:
    below = [kinds(each) for each in root.__subclasses__() if each.__module__ == "hop.errors"]
    return {root}.union(*below)


def test_every_error_has_an_exit_code() -> None:
    assert kinds(errors.HopError) == set(CODES)
    for kind, code in CODES.items():
        error = kind("path", "a", "b") if kind is errors.ValidationError else kind("text")
        assert exits.code_of(error) == code, kind


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (KeyboardInterrupt(), 130, ""),
        (click.Abort(), 130, ""),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 141, ""),
        (FileNotFoundError(errno.ENOENT, "None", "a.xml"), 74, "a.xml: None; check the path"),
        (FileNotFoundError(errno.ENOENT, "None", ""), 74, "'': None; check the path"),
        (FileExistsError(errno.EEXIST, "None", "dead"), 74, "dead: None; it is a file: give a"),
        (OSError(errno.EIO, "Fault"), 74, "standard input or output: Fault"),
        (EOFError(), 74, "standard input ended"),
        (errors.URLError("two\nlines"), 2, "two lines"),
        (click.UsageError("Wrong thing."), 2, "wrong thing; see `hop --help`"),
        (click.UsageError("No x. Did you mean y?"), 2, "no x; did you mean y? See `hop --help`"),
        (click.UsageError("No x. (Did you mean one of: y, z?)"), 2, "no x; did you mean one of: y"),
        (RuntimeError("hm"), 1, "unexpected RuntimeError: hm; this is an error in hop"),
        (ImportError("no lib"), 1, "the installation is broken: no lib"),
    ],
)
def test_codes_and_texts(error: BaseException, code: int, text: str) -> None:
    assert exits.code_of(error) == code
    assert exits.text_of(error).startswith(text)
    assert bool(exits.text_of(error)) == bool(text)


def test_notes_of_an_error_are_added() -> None:
    error = errors.DecodeError("line 3 is wrong")
    error.add_note("the 2 before it are sent")
    text = "line 3 is wrong; the 2 before it are sent (hop explain DecodeError)"
    assert exits.text_of(error) == text
    interrupt = KeyboardInterrupt()
    interrupt.add_note("2 messages are not acknowledged")
    assert exits.text_of(interrupt) == "2 messages are not acknowledged"


def test_an_error_names_its_entry() -> None:
    class Own(errors.LimitExceeded):
        """As a package of models may have it."""

    assert exits.text_of(Own("too deep")) == "too deep (hop explain LimitExceeded)"
    named = errors.MessageError("a.xml: Who: expected a value, got nothing")
    named.__cause__ = errors.ValidationError("Who", "a value", "nothing")
    assert exits.text_of(named).endswith("(hop explain ValidationError)")
    numbered = errors.DecodeError("line 1: too deep")
    numbered.__cause__ = errors.LimitExceeded("too deep")
    assert exits.text_of(numbered).endswith("(hop explain LimitExceeded)")
    assert str(errors.URLError("no host")) == "no host"
    for foreign in (KeyboardInterrupt(), OSError(errno.EIO, "Fault"), RuntimeError("hm")):
        assert "explain" not in exits.text_of(foreign)


def test_the_table_is_documented() -> None:
    assert exits.__doc__
    for code in {*CODES.values(), *exits.TABLE.values()}:
        assert f"\n{code} " in exits.__doc__
