"""The options that several commands have. Each is declared here once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from hop._config import KafkaURL, Target, Tests, check_topics, parse, resolve
from hop.cli.logs import show_reasons
from hop.cli.types import START, TIME, seconds
from hop.errors import HopError, URLError
from hop.io import StartPosition

if TYPE_CHECKING:
    from hop._config import Options

_Command = TypeVar("_Command", bound=Callable[..., Any])


def contradiction(first: str, second: str) -> click.UsageError:
    """Return the error for two options that exclude each other."""
    return click.UsageError(f"{first} and {second} contradict each other: give one of them")


def reject_empty(_ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Reject an empty value: it comes from a variable that is not set, and nobody meant it."""
    if value == "":
        raise click.UsageError(f"{param.opts[-1]} is empty: give a name, or leave it out")
    return value


@contextmanager
def usage_errors() -> Iterator[None]:
    """Report a ValueError that is not one of hop's errors as a mistake on the command line."""
    try:
        yield
    except HopError:
        raise
    except ValueError as fault:
        raise click.UsageError(str(fault)) from fault


def completes(kind: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Return what completes a parameter with the Tab key.

    Args:
        kind: what it is, a key of :data:`hop.cli.names.FINDERS`.
    """

    def complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
        from hop.cli import names  # for the Tab key only

        return names.complete(kind, incomplete)

    return complete


# The URL and the credential


def url_argument(command: _Command) -> _Command:
    """Add the argument ``URL``."""
    return click.argument("url", metavar="URL", shell_complete=completes("url"))(command)


@dataclass(frozen=True, slots=True)
class Login:
    """How a command logs in: what ``--no-auth`` and ``--user`` say.

    Attributes:
        no_auth: connect without a credential.
        user: the user name of the stored credential to use; None: the one for the broker.
    """

    no_auth: bool
    user: str | None

    def resolve(self, url: str | KafkaURL) -> Target:
        """Find out where to connect, and with which credential.

        Raises:
            hop.errors.URLError: a wrong URL, or an unknown name of a broker.
            hop.errors.ConfigError: no stored credential fits.
        """
        return resolve(url, auth=not self.no_auth, user=self.user)


def login_options(command: _Command) -> _Command:
    """Add ``--no-auth`` and ``--user``; the command gets them as ``login``, a :class:`Login`."""

    @click.option("--no-auth", is_flag=True, help="Connect without a credential.")
    @click.option(
        "--user",
        metavar="NAME",
        shell_complete=completes("user"),
        help="Use the stored credential with this user name.",
    )
    @wraps(command)
    def with_login(*, no_auth: bool, user: str | None, **values: Any) -> Any:
        if no_auth and user is not None:
            raise contradiction("--no-auth", "--user")
        return command(login=Login(no_auth, user), **values)

    return with_login  # type: ignore[return-value]


def parse_source(url: str) -> KafkaURL:
    """Parse a URL to read from, before anything else is done.

    Raises:
        hop.errors.URLError: it is wrong, or has no topic.
    """
    parsed = parse(url)
    check_topics(parsed)
    return parsed


def parse_destination(url: str, *, needs_topic: bool = True) -> KafkaURL:
    """Parse a URL to write to, before anything else is done.

    Args:
        url: the URL.
        needs_topic: whether it must have a topic.

    Raises:
        hop.errors.URLError: it is wrong, has no topic, several, or a pattern.
    """
    parsed = parse(url)
    if needs_topic:
        check_topics(parsed)
    if len(parsed.topics) > 1 or any(each.startswith("^") for each in parsed.topics):
        raise URLError(
            f"{parsed.text!r} does not name one topic; publishing writes to one topic: run the "
            "command once for each"
        )
    return parsed


# Reading

group_option = click.option(
    "-g",
    "--group-id",
    metavar="NAME",
    callback=reject_empty,
    shell_complete=completes("group"),
    help="The consumer group, instead of the group in URL. A group continues where it stopped.",
)


class WordOption(click.Option):
    """An option with a word that may be left out: ``--test``, or ``--test only``.

    click itself would take the next argument, whatever it is. So the command is a WordsCommand.

    Args:
        words: the words.
        alone: the word that the option means alone.
    """

    def __init__(self, *args: Any, words: Sequence[str], alone: str, **more: Any) -> None:
        self.words, self.alone = tuple(words), alone
        more |= {"type": click.Choice(self.words), "metavar": f"[{'|'.join(words)}]"}
        super().__init__(*args, **more)


class WordsCommand(click.Command):
    """A command with options of the kind WordOption."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give an option that stands alone its word."""
        known = {
            name: each for each in self.params if isinstance(each, WordOption) for name in each.opts
        }
        given: list[str] = []
        rest = list(args)
        while rest:
            word = rest.pop(0)
            if word == "--":
                given += [word, *rest]
                break
            if option := known.get(word):
                follows = bool(rest) and rest[0] in option.words
                word = f"{word}={rest.pop(0) if follows else option.alone}"
            given.append(word)
        return super().parse_args(ctx, given)


READING = {
    "start_at": click.option(
        "-s",
        "--start-at",
        type=START,
        metavar="[EARLIEST|LATEST|TIME|-N]",
        help="Where to start if the group has no saved offset: at the oldest message, at new "
        "messages, at a time, or with the last N messages over all partitions. Default: LATEST, "
        "unless it is said otherwise above.",
    ),
    "since": click.option(
        "--since",
        type=TIME,
        metavar="TIME",
        help="The same as -s TIME: start with the first message at or after this time, such as "
        "2026-11-01T12:00:00Z, '2h ago' or yesterday.",
    ),
    # The name of -s TIME and -s -N before there was one option for all.
    "start": click.option("--start", type=START, metavar="TIME|-N", hidden=True),
    "until": click.option(
        "--until",
        type=TIME,
        metavar="TIME",
        help="Stop in each partition before its first message at or after this time. A time in the "
        "future: wait for new messages until then.",
    ),
    "persist": click.option(
        "-p", "--persist", is_flag=True, help="Wait for new messages, and never stop."
    ),
    "until_eos": click.option(
        "-e", "--until-eos", is_flag=True, help="Stop at the end of the stream."
    ),
    "idle_timeout": click.option(
        "--idle-timeout",
        type=seconds(0.001),
        metavar="SECONDS",
        help="Wait for new messages, but stop if none comes for this long.",
    ),
    "registry": click.option(
        "--registry",
        metavar="URL|FOLDER",
        callback=reject_empty,
        help="Where the schemas are of messages in Avro that do not bring them, such as Rubin's: "
        "a schema registry, or a folder of .avsc files. Default: as configured for the broker.",
    ),
    "where": click.option(
        "--where",
        metavar="EXPR",
        callback=reject_empty,
        help="Leave out messages whose alerts do not pass this expression, such as 'far < "
        "per_year(1) && !is_test'. Retractions and updates of what passed pass too.",
    ),
    "deduplicate": click.option(
        "--deduplicate",
        is_flag=True,
        help="Leave out a notice that has passed before, in any format.",
    ),
    "state": click.option(
        "--state",
        metavar="FILE",
        callback=reject_empty,
        type=click.Path(dir_okay=False),
        help="Remember in this file what passed --where and --deduplicate.",
    ),
    "tests": click.option(
        "--test",
        "tests",
        cls=WordOption,
        words=get_args(Tests),
        alone="include",
        help="What to do with tests, whatever marks them: exclude (the default), include, show "
        "only tests; header leaves out those with the header _test only, as hop-client does. "
        "How many messages were left out is told at the end.",
    ),
}
"""The options for reading, by their names in :class:`hop.io.Stream`; None: not given."""


_all_tests_option = click.option(
    "-t", "all_tests", is_flag=True, help="Include tests: the same as --test include."
)
explain_option = click.option(
    "--explain",
    is_flag=True,
    callback=lambda _ctx, _param, given: show_reasons() if given else None,
    expose_value=False,
    help="Print on standard error why each message is left out.",
)

STARTS = ("start_at", "since", "start")
"""The options that say where reading starts; a command line has one of them."""

SELECTION = ("registry", "where", "deduplicate", "state")
"""The options that choose messages, and what is needed to read them; ``--explain`` comes with
them."""


def reading_options(*names: str) -> Callable[[_Command], _Command]:
    """Add options of a stream for reading.

    The command gets those that are given as ``options``, which :meth:`hop.io.Stream.open` takes.

    Args:
        names: the options of the command, by their names in :class:`hop.io.Stream`. With
            ``start_at`` come the other options that say where to start.
    """
    names = tuple(each for name in names for each in (STARTS if name == "start_at" else (name,)))

    def decorate(command: _Command) -> _Command:
        @wraps(command)
        def with_options(**values: Any) -> Any:
            given = {name: values.pop(name) for name in names}
            if values.pop("all_tests", False):
                if given["tests"] not in (None, "include"):
                    raise contradiction("-t", f"--test {given['tests']}")
                given["tests"] = "include"
            return command(options=_stream_options(given), **values)

        if "where" in names:
            with_options = explain_option(with_options)
        for name in reversed(names):
            if name == "tests":
                with_options = _all_tests_option(with_options)
            with_options = READING[name](with_options)
        return with_options  # type: ignore[return-value]

    return decorate


def _stream_options(given: dict[str, Any]) -> Options:
    options = {name: value for name, value in given.items() if value not in (None, False)}
    if "persist" in options and "until_eos" in options:
        raise contradiction("--persist", "--until-eos")
    if "state" in options and not {"where", "deduplicate"} & options.keys():
        raise click.UsageError("--state remembers what passed --where or --deduplicate: give one")
    starts = [each for each in STARTS if each in options]
    if len(starts) > 1:
        raise contradiction(*(f"--{each.replace('_', '-')}" for each in starts[:2]))
    if starts:
        options["start_at"] = options.pop(starts[0])
    return options  # type: ignore[return-value]


def check_until(options: Options, *, grouped: bool) -> None:
    """Check that something lies between where reading starts and where it stops.

    Args:
        options: what :func:`reading_options` gave.
        grouped: whether a group may have a saved offset, where it starts instead.
    """
    until, start = options.get("until"), options.get("start_at", StartPosition.LATEST)
    if until is None:
        return
    if isinstance(start, datetime) and until <= start:
        raise click.UsageError("--until is not after the start: there is nothing between them")
    if start is StartPosition.LATEST and not grouped and until <= datetime.now(UTC):
        raise click.UsageError(
            "--until is in the past, but reading starts at new messages: give --since, or "
            "-s EARLIEST"
        )


def waits(options: Options) -> bool:
    """Return whether an option makes the command wait for new messages, as -p does."""
    until = options.get("until")
    in_future = until is not None and until > datetime.now(UTC)
    return (in_future or "idle_timeout" in options) and "until_eos" not in options


# Output


def json_option(item: str) -> Callable[[_Command], _Command]:
    """Add ``--json``; the command gets it as ``as_json``.

    Args:
        item: what becomes a line of JSON.
    """
    return click.option(
        "-j", "--json", "as_json", is_flag=True, help=f"Print {item} as a line of JSON."
    )
