"""Calling a function for each message: at least once, in order, and not for ever in vain."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from hop._handlers.counters import Tally
from hop._handlers.retry import Retry
from hop._handlers.runner import Run

if TYPE_CHECKING:
    from hop._config import Auth
    from hop._options import Options


def run(
    handler: Callable[..., Any],
    url: str,
    group_id: str | None = None,
    *,
    auth: bool | Auth = True,
    concurrency: int = 1,
    retries: int = 3,
    backoff: float = 1.0,
    dead_letter: str | Path | None = None,
    stop_timeout: float = 30.0,
    metrics: int | str | None = None,
    **options: Unpack[Options],
) -> Tally:
    """Call a function for each message, until SIGTERM, Ctrl-C or the end of the stream.

    A message is done when the function has returned, or when the dead letters have it; the group's
    place never passes one that is not done. After a crash the function gets again what was not:
    each message at least once, so let it bear a message that it has had.

    Args:
        handler: a function of a message, synchronous or not; one with a parameter ``metadata``
            gets that too. It runs in a thread that is not the main one.
        url: ``kafka://groupid@host[:port]/topic[,topic2…]``.
        group_id: the consumer group, instead of that of the URL; there has to be one.
        auth: a credential; True: the stored one for the host; False: none.
        concurrency: how many messages are handled at a time. Those with the same key, in the same
            partition, keep their order; with 1 all of a partition do.
        retries: how often a message is tried again after the handler has raised.
        backoff: how long to wait before that, s; twice as long each time, up to a minute.
        dead_letter: a folder, or a topic (its URL, or ``name:topic`` of a broker that has a name;
            ``./name:topic`` is a folder), that keeps what has failed each time, with
            the cause. None: the first such message ends the run.
        stop_timeout: how long a handler may take to end when it is told to stop, s.
        metrics: a port, or ``host:port``, that answers ``/metrics`` (for Prometheus) and
            ``/healthz`` by HTTP; a port alone is open to this machine only. It needs the library
            prometheus-client.
        options: those of :meth:`hop.io.Stream.open`; ``persist`` is True if it is not given.

    Returns:
        What became of the messages.

    Raises:
        ValueError: an option has no such value, there is no group, or the URL is wrong.
        hop.errors.HandlerError: the handler cannot be called, has failed without a dead letter, or
            does not end.
        hop.errors.ConfigError: the metrics cannot be served there, or their library is missing.
        hop.errors.HopError: what opening and reading a stream raises; faults that may pass by
            themselves are waited for once the stream was open.
        OSError: the dead letters cannot be written.
        KeyboardInterrupt: it was Ctrl-C; what was in hand is done. A second one does not wait.
    """
    return Run(
        handler,
        url,
        group_id,
        auth=auth,
        concurrency=concurrency,
        retry=Retry(retries, backoff),
        dead_letter=dead_letter,
        stop_timeout=stop_timeout,
        metrics=metrics,
        **options,
    ).go()
