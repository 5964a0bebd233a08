"""``hop sandbox``: a real Kafka on this machine."""

from __future__ import annotations

import contextlib
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Literal

import click

from hop._console import tell
from hop.cli import interrupts
from hop.errors import ConfigError


@click.command(short_help="Run a real Kafka on this machine, to try things on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="The port of the broker. Default: a free one."
)
@click.option(
    "--topic",
    "topics",
    metavar="NAME",
    multiple=True,
    help="Create this topic; may be repeated. Others are created when a client writes to them.",
)
@click.option(
    "--brokers",
    type=click.Choice(["1", "3"]),
    default="1",
    show_default=True,
    help="How many brokers. If one of three is killed, it is started again.",
)
@click.option(
    "--secure",
    is_flag=True,
    help="With TLS and a user who has a password, and may also log in with a token.",
)
@click.option(
    "--registry",
    is_flag=True,
    help="With a schema registry, for messages in Avro that do not bring their schema.",
)
@click.option(
    "--survey",
    type=click.Choice(["rubin", "ztf"]),
    help="Write invented alerts of this survey to the first topic, or to one with its name.",
)
@click.option(
    "--rate",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    metavar="N",
    help="So many alerts of the survey a second. Rubin's mean is about 300.",
)
@click.argument("command", metavar="[-- COMMAND...]", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def sandbox(
    ctx: click.Context,
    *,
    port: int | None,
    topics: tuple[str, ...],
    brokers: str,
    secure: bool,
    registry: bool,
    survey: Literal["rubin", "ztf"] | None,
    rate: float,
    command: tuple[str, ...],
) -> None:
    """Run a real Kafka on this machine until Ctrl-C, or as long as COMMAND runs.

    COMMAND finds the URL of the broker in HOP_SANDBOX_URL, and that of the registry in
    HOP_SANDBOX_REGISTRY. Its exit code is the exit code of
    `hop sandbox`. At the end all files are removed.
    """
    try:
        from hop.sandbox import run  # confluent-kafka and cryptography are heavy
    except ImportError as error:
        raise ConfigError(
            f"hop sandbox needs the package hop-testing, which is not installed ({error}); in a "
            "copy of hop's repository, run: pip install ./packages/hop-testing"
        ) from error

    # The broker is shut down, and its folder removed, however long that takes.
    for number in (signal.SIGINT, signal.SIGTERM):
        interrupts.allow(number, None)
    on_terminal = sys.stderr is not None and sys.stderr.isatty()
    ctx.exit(
        run(
            port=port,
            topics=list(topics),
            brokers=int(brokers),
            secure=secure,
            registry=registry,
            survey=survey,
            rate=rate,
            command=list(command),
            quiet=not logging.getLogger("hop").isEnabledFor(logging.WARNING),
            write=tell,
            progress=_progress_bar() if on_terminal else None,
        )
    )


@contextlib.contextmanager
def _progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    # rich is heavy
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    # Removed when Kafka is ready.
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(text: str, done: int, total: int) -> None:
            bar.update(task, description=text, completed=done, total=total or None)

        yield show
