"""``hop watch``: tell when something is no longer alive, and when it is again."""

from __future__ import annotations

import logging
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hop._console import escape_line, show
from hop._handlers import State
from hop._messages import to_line
from hop.cli import interrupts
from hop.cli.exits import code_of
from hop.cli.options import (
    Login,
    group_option,
    json_option,
    login_options,
    parse_source,
    reject_empty,
    usage_errors,
)
from hop.cli.output import environment_of_program, find_program
from hop.cli.types import seconds
from hop.cli.watch.findings import OK, Finding
from hop.cli.watch.look import Limits, Look
from hop.cli.watch.state import Memory, load, save

if TYPE_CHECKING:
    from hop.cli.watch.metrics import Metrics

_log = logging.getLogger(__name__)

_PROGRAM_S = 60.0


@click.command(short_help="Tell when something is no longer alive.")
@click.argument("urls", metavar="URL...", nargs=-1)
@group_option
@click.option(
    "--heartbeat",
    type=seconds(0.001),
    metavar="SECONDS",
    default=60.0,
    help="How long a topic with `heartbeat` in its name may be silent. Default: 60.",
)
@click.option(
    "--silence",
    type=seconds(0.001),
    metavar="SECONDS",
    help="How long any other topic may be silent. Default: learned from its messages.",
)
@click.option(
    "--lag",
    type=click.IntRange(min=0),
    metavar="N",
    default=1000,
    help="How many messages the group may be behind. Default: 1000.",
)
@click.option(
    "--disk",
    "disks",
    metavar="PATH",
    multiple=True,
    help="Watch the disk of PATH; may be repeated.",
)
@click.option(
    "--disk-free",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    default=5.0,
    help="How much of each disk must be free. Default: 5.",
)
@click.option(
    "--interval",
    type=seconds(0.001),
    metavar="SECONDS",
    default=60.0,
    help="Seconds between two looks. Default: 60.",
)
@click.option("--once", is_flag=True, help="Look once, and end. The exit code says what failed.")
@click.option(
    "--state",
    metavar="FILE",
    callback=reject_empty,
    type=click.Path(dir_okay=False),
    help="Remember states and habits in this file; with --once, changes are known only by it.",
)
@click.option(
    "--exec",
    "command",
    metavar="'CMD ARG...'",
    callback=reject_empty,
    help="Run this program when something fails, and when it is well again. It gets "
    "HOP_WATCH_CHECK, HOP_WATCH_SUBJECT, HOP_WATCH_STATE and HOP_WATCH_TEXT.",
)
@click.option(
    "--metrics",
    metavar="[HOST:]PORT",
    help="Answer /metrics, for Prometheus, and /healthz there. A PORT without HOST is open to this "
    "machine only.",
)
@json_option("each finding")
@login_options
@click.pass_context
def watch(
    ctx: click.Context,
    *,
    urls: tuple[str, ...],
    group_id: str | None,
    heartbeat: float,
    silence: float | None,
    lag: int,
    disks: tuple[str, ...],
    disk_free: float,
    interval: float,
    once: bool,
    state: str | None,
    command: str | None,
    metrics: str | None,
    as_json: bool,
    login: Login,
) -> None:
    """Watch brokers, credentials, topics and a group, kafka://[group@]host[:port]/topic[,topic2].

    Each line is something that failed, or is well again; the first look prints everything. A topic
    fails if it is silent for longer than usual, and a group if it is too far behind. Nothing is
    written to a broker, and no group is joined.
    """
    if not urls and not disks:
        raise click.UsageError("there is nothing to watch: give a URL, or --disk PATH")
    targets = [login.resolve(parse_source(each)) for each in urls]
    if group_id:
        targets = [replace(each, group_id=group_id) for each in targets]
    file = Path(state) if state else None
    memory = load(file) if file else Memory()
    look = Look(targets, disks, Limits(heartbeat, silence, lag, disk_free), memory)
    program = Program(command) if command else None
    with ExitStack() as stack:
        served = _serve(metrics, stack) if metrics is not None else None
        watching = Watching(look, file, program, as_json=as_json, metrics=served)
        if once:
            ctx.exit(_code(watching.look(time.time())))
        stopped = threading.Event()
        interrupts.allow(signal.SIGTERM, None)
        signal.signal(signal.SIGTERM, lambda *_: stopped.set())
        while not stopped.is_set():
            watching.look(time.time())
            stopped.wait(interval)


def _code(findings: Sequence[Finding]) -> int:
    return next((code_of(each.error) for each in findings if each.error is not None), 0)


def _serve(address: str, stack: ExitStack) -> Metrics:
    from hop._handlers.metrics import MetricsServer  # http.server is heavy
    from hop.cli.watch.metrics import Metrics

    served = Metrics()
    with usage_errors():
        server = MetricsServer(address, served.registry, lambda: State.READING)
    stack.enter_context(server)
    return served


class Program:
    """The program of ``--exec``.

    Args:
        command: its name or path, and its arguments; no shell is run.

    Raises:
        click.UsageError: the command line is empty, or a quote is not closed.
        hop.errors.HandlerError: there is no such program.
    """

    def __init__(self, command: str) -> None:
        self._path, self._words = find_program(command)

    def run(self, finding: Finding) -> None:
        """Run it for a change, and wait for its end; a warning tells if it fails."""
        variables = {
            "HOP_WATCH_CHECK": finding.check,
            "HOP_WATCH_SUBJECT": finding.subject,
            "HOP_WATCH_STATE": finding.state,
            "HOP_WATCH_TEXT": escape_line(finding.text),
        }
        try:
            subprocess.run(
                self._words,
                executable=self._path,
                stdin=subprocess.DEVNULL,
                env=environment_of_program() | variables,
                timeout=_PROGRAM_S,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            _log.warning("--exec failed for %s: %s", finding.key, error)


class Watching:
    """Looks again and again, and tells what has changed.

    Args:
        look: what is looked at.
        file: where is remembered what was found; None: nowhere.
        program: run for each change; None: none.
        as_json: print each finding as a line of JSON.
        metrics: where each look is served; None: nowhere.
        write: prints a line.
    """

    def __init__(
        self,
        look: Look,
        file: Path | None = None,
        program: Program | None = None,
        *,
        as_json: bool = False,
        metrics: Metrics | None = None,
        write: Callable[[str], None] = show,
    ) -> None:
        self._look, self._file, self._program = look, file, program
        self._as_json, self._metrics, self._write = as_json, metrics, write
        # Once the states are known, only changes are news: as in cron.
        self._is_first = not look.memory.states

    def look(self, now: float) -> list[Finding]:
        """Look once, and tell what has changed since the last look.

        Args:
            now: the time, s since 1970.

        Returns:
            All that was found.

        Raises:
            hop.errors.StateError: the file cannot be written.
        """
        states, findings = self._look.memory.states, list[Finding]()
        for each in self._look.findings(now):
            findings.append(each)
            # What was never looked at before was well.
            has_changed = states.get(each.key, OK) != each.state
            if has_changed or self._is_first:
                self._write(self._line(each, now))
            if has_changed and self._program is not None:
                self._program.run(each)
            states[each.key] = each.state
        self._is_first = False
        if self._metrics is not None:
            self._metrics.show(findings, now)
        if self._file is not None:
            save(self._file, self._look.memory)
        return findings

    def _line(self, finding: Finding, now: float) -> str:
        time_now = f"{datetime.fromtimestamp(now, UTC):%Y-%m-%dT%H:%M:%SZ}"
        if self._as_json:
            tree = {
                "time": time_now,
                "check": finding.check,
                "subject": finding.subject,
                "state": finding.state,
                "text": finding.text,
            }
            return to_line(tree)
        text = f"{finding.check} {finding.subject}: {finding.text}"
        return f"{time_now}  {finding.state:6}  {escape_line(text)}"
