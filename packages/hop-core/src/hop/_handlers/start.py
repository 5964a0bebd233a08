"""Runs of a handler, in this process or in several."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from hop._config import hide_url
from hop._handlers.counters import Counters
from hop._handlers.runner import Retry, Run

if TYPE_CHECKING:
    from hop._config import Auth, Options
    from hop._handlers.processes import Processes
    from hop._messages import MessageModel


def run(
    handler: Callable[..., Any],
    url: str,
    group_id: str | None = None,
    *,
    auth: bool | Auth = True,
    concurrency: int = 1,
    workers: int = 1,
    retries: int = 3,
    backoff: float = 1.0,
    dead_letter: str | Path | None = None,
    stop_timeout: float = 30.0,
    metrics: int | str | None = None,
    model: type[MessageModel] | None = None,
    **options: Unpack[Options],
) -> Counters:
    """Call a function for each message, until SIGTERM, Ctrl-C or the end of the stream.

    A message is done when the function has returned, or when it is a dead letter. Only then hop
    commits its offset. So the function gets each message at least once; after a crash, some twice.

    Args:
        handler: a function of a message, synchronous or not; one with a parameter ``metadata``
            gets that too. It runs in a thread that is not the main one.
        url: ``kafka://groupid@host[:port]/topic[,topic2…]``.
        group_id: the consumer group, instead of that of the URL; there has to be one.
        auth: a credential; True: the stored one for the host; False: none.
        concurrency: how many messages are handled at a time. Those with the same key, in the same
            partition, keep their order; with 1 all of a partition do.
        workers: how many processes do this, as members of the group, each with ``concurrency``. A
            worker that dies is started again. With more than one, the handler and the options are
            pickled: a script calls ``run`` below ``if __name__ == "__main__":``.
        retries: how often a message is tried again after the handler has raised.
        backoff: how long to wait before that, s; twice as long each time, up to a minute.
        dead_letter: keeps messages on which all attempts failed, with the cause: a folder (such as
            ``./x:y``), or a topic (a URL, or ``broker:topic``). None: such a message ends the run.
        stop_timeout: how long a handler may take to end when it is told to stop, s.
        metrics: a port (of this machine only) or ``host:port`` to answer ``/metrics`` and
            ``/healthz`` by HTTP. It needs the library prometheus-client.
        model: the model that all messages are to be of; see :meth:`hop.io.Stream.open`.
        options: those of :meth:`hop.io.Stream.open`; ``persist`` is True if it is not given. If a
            function for ``where`` raises, hop does the same as if the handler had raised.

    Returns:
        Counts of what became of the messages.

    Raises:
        ValueError: an option has no such value, there is no group, or the URL or filter is wrong.
        hop.errors.HandlerError: the handler cannot be called, failed for good, or does not end.
        hop.errors.ConfigError: the metrics cannot be served there, or their library is missing.
        hop.errors.HopError: what opening a stream raises; or reading, if it cannot pass by itself.
        OSError: the dead letters cannot be written.
        KeyboardInterrupt: Ctrl-C ended the run, after the messages in progress. A second Ctrl-C
            does not wait for them.
    """
    url, dead_letter = hide_url(url), hide_url(dead_letter)
    make = partial(
        Run,
        handler,
        url,
        group_id,
        auth=auth,
        concurrency=concurrency,
        retry=Retry(retries, backoff),
        dead_letter=dead_letter,
        stop_timeout=stop_timeout,
        model=model,
        **options,
    )
    return prepare(make, workers, stop_timeout=stop_timeout, metrics=metrics).go()


def prepare(
    make: Callable[..., Run], workers: int, *, stop_timeout: float, metrics: int | str | None
) -> Run | Processes:
    """What runs a handler, in this process or in several.

    Args:
        make: makes a run; it has the parameters ``metrics`` and ``is_measured`` of :class:`Run`.
        workers: how many processes there are; with 1, it is this one.
        stop_timeout: how long a handler may take to end when it is told to stop, s.
        metrics: where the metrics are served; None: nowhere.

    Raises:
        ValueError: an option has no such value, or goes with one process only.
        hop.errors.HandlerError: the handler cannot be called, or not be sent to other processes.
        hop.errors.ConfigError: the library for metrics is missing.
    """
    if workers == 1:
        return make(metrics=metrics)
    from hop._handlers.processes import Processes  # multiprocessing is heavy

    # Whatever is wrong with the options is told here, before anything is started.
    first = make()
    first.close()
    first.check_divisible()
    one = partial(make, is_measured=metrics is not None)
    return Processes(one, workers, stop_timeout=stop_timeout, metrics=metrics)
