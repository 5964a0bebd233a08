"""Options that publishing and subscribing share, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hop.errors import HopError, URLError

if TYPE_CHECKING:
    from hop._config import KafkaURL, Target

    _SecondsType = click.ParamType[float, Any]
else:
    _SecondsType = click.ParamType

# As many milliseconds as librdkafka can count, near enough.
_LONGEST_S = 2_000_000
_Command = TypeVar("_Command", bound=Callable[..., Any])


_OPTIONS = (
    click.option("--no-auth", is_flag=True, help="Connect without a credential."),
    click.option("--user", metavar="NAME", help="Use the stored credential with this user name."),
)


def client_options(command: _Command) -> _Command:
    """Add ``--no-auth`` and ``--user`` to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


class Seconds(_SecondsType):
    """A time in seconds.

    Args:
        least: the shortest; zero is none unless it is this.
    """

    name = "seconds"

    def __init__(self, least: float) -> None:
        self._least = least

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read it."""
        try:
            seconds = float(value)
        except ValueError:
            self.fail(f"{value!r} is no number of seconds", param, ctx)
        if not self._least <= seconds <= _LONGEST_S:
            self.fail(f"{value} is not from {self._least:g} to {_LONGEST_S} seconds", param, ctx)
        return seconds


def resolve_target(url: str | KafkaURL, *, no_auth: bool, user: str | None) -> Target:
    """Find out where to connect, and with which credential.

    Raises:
        click.UsageError: the options contradict each other.
        hop.errors.URLError: a wrong URL, or an unknown name of a broker.
        hop.errors.ConfigError: no stored credential fits.
    """
    if no_auth and user is not None:
        raise click.UsageError("--no-auth and --user contradict each other: give one of them")
    from hop._config import resolve

    return resolve(url, auth=not no_auth, user=user)


def check_url(url: str, *, writing: bool) -> KafkaURL:
    """Check a URL before anything else is done: its form, and its topics.

    Args:
        url: the URL.
        writing: whether it is to be written to: it has one topic then.

    Raises:
        hop.errors.URLError: it is wrong, names no topic, or not one where there has to be one.
    """
    from hop._config import check_topics, parse

    parsed = parse(url)
    check_topics(parsed)
    if writing:
        check_one_topic(parsed)
    return parsed


def check_one_topic(url: KafkaURL) -> None:
    """Check that a URL to write to has at most one topic.

    Raises:
        hop.errors.URLError: it names several, or a pattern.
    """
    if len(url.topics) > 1 or any(each.startswith("^") for each in url.topics):
        raise URLError(
            f"{url.text!r} does not name one topic, as publishing needs; run it once for each"
        )


@contextmanager
def usage_faults() -> Iterator[None]:
    """Take a ValueError that is no error of hop's own for a mistake on the command line."""
    try:
        yield
    except HopError:
        raise
    except ValueError as fault:
        raise click.UsageError(str(fault)) from fault
