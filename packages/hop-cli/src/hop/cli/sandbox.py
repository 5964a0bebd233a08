"""``hop sandbox``: a real Kafka on this machine."""

from __future__ import annotations

import logging
import signal

import click


@click.command(short_help="Run a real Kafka on this machine, to try things on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="The port of the broker. Default: a free one."
)
@click.option(
    "--topic",
    "topics",
    metavar="NAME",
    multiple=True,
    help="Make this topic; may be repeated. Others are made when they are first written to.",
)
@click.option(
    "--brokers",
    type=click.Choice(["1", "3"]),
    default="1",
    show_default=True,
    help="How many brokers; one of three that is killed is started again.",
)
@click.option(
    "--secure",
    is_flag=True,
    help="With TLS, and a user with a password, who may also come with a token.",
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
    command: tuple[str, ...],
) -> None:
    """Run a real Kafka on this machine until Ctrl-C, or as long as COMMAND runs.

    COMMAND finds the URL of the broker in HOP_SANDBOX_URL; its exit code is that of `hop sandbox`.
    When it ends, nothing stays behind.
    """
    from hop.cli import interrupts
    from hop.sandbox.run import run

    # The broker is shut down, and its folder removed, however long that takes.
    for number in (signal.SIGINT, signal.SIGTERM):
        interrupts.allow(number, None)
    ctx.exit(
        run(
            port=port,
            topics=list(topics),
            brokers=int(brokers),
            secure=secure,
            command=list(command),
            quiet=not logging.getLogger("hop").isEnabledFor(logging.WARNING),
        )
    )
