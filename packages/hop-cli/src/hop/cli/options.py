"""Options that publishing and subscribing share, and what they come to."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hop.errors import HopError, URLError

if TYPE_CHECKING:
    from hop.auth import Auth
    from hop.url import KafkaURL

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _set_level(level: int) -> Callable[[click.Context, click.Parameter, bool], None]:
    def callback(ctx: click.Context, _parameter: click.Parameter, given: bool) -> None:
        from hop.cli.logs import show_logs

        if given and not getattr(ctx.obj, "debug", False):
            show_logs(level)

    return callback


_OPTIONS = (
    click.option("--no-auth", is_flag=True, help="Connect without a credential."),
    click.option("--user", metavar="NAME", help="Use the stored credential with this user name."),
    click.option(
        "-q",
        "--quiet",
        is_flag=True,
        expose_value=False,
        callback=_set_level(logging.ERROR),
        help="Tell of errors only.",
    ),
    click.option(
        "-v",
        "--verbose",
        is_flag=True,
        expose_value=False,
        callback=_set_level(logging.INFO),
        help="Tell more.",
    ),
)


def client_options(command: _Command) -> _Command:
    """Add ``--no-auth``, ``--user``, ``--quiet`` and ``--verbose`` to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def credential(place: KafkaURL, *, no_auth: bool, user: str | None) -> bool | Auth:
    """What a stream takes for ``auth``.

    Raises:
        click.UsageError: the options contradict each other.
        hop.errors.ConfigError: no stored credential of that user fits.
    """
    if no_auth and user is not None:
        raise click.UsageError("--no-auth and --user contradict each other: give one of them")
    if user is None:
        return not no_auth
    from hop.auth import load_auth

    return load_auth(host=place.brokers, user=user)


def check_url(url: str, *, writing: bool) -> KafkaURL:
    """See that a URL is right, and names what it has to, before anything else is done.

    Args:
        url: the URL.
        writing: whether it is to be written to: it has one topic then.

    Raises:
        hop.errors.URLError: it is wrong, names no topic, or not one where there has to be one.
    """
    from hop.url import parse

    place = parse(url)
    if not place.topics:
        raise URLError(f"{url!r} names no topic; give {url.rstrip('/')}/TOPIC")
    if writing and (len(place.topics) > 1 or place.topics[0].startswith("^")):
        raise URLError(
            f"{url!r} does not name one topic, as publishing needs; run it once for each"
        )
    return place


@contextmanager
def usage_faults() -> Iterator[None]:
    """Take a ValueError that is no error of hop's own for a mistake on the command line."""
    try:
        yield
    except HopError:
        raise
    except ValueError as fault:
        raise click.UsageError(str(fault)) from fault
