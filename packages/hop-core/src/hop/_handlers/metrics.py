"""Metrics of a run for Prometheus, and its health, over HTTP."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from socketserver import TCPServer, ThreadingMixIn
from typing import TYPE_CHECKING, Any, Self
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from hop._handlers.counters import Counters, State
from hop.errors import ConfigError

if TYPE_CHECKING:
    from types import TracebackType

    from hop._kafka import Partition

SILENT_S = 10.0
"""How long a client may say nothing before it is shut out, s; for a handler's ``timeout``."""

_THIS_MACHINE = "127.0.0.1"
# From a broker next door to a night's interruption.
_SINCE_EVENT_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 600, 3600, 36000)


def prometheus() -> Any:
    """The library prometheus-client.

    Raises:
        hop.errors.ConfigError: it is missing.
    """
    try:
        import prometheus_client
    except ImportError as error:
        raise ConfigError(
            "metrics need the library prometheus-client, which is not installed; run: "
            "pip install prometheus-client"
        ) from error
    return prometheus_client


class Metrics(Counters):
    """Counters that Prometheus can read.

    Args:
        lag: says how many messages of each partition are not done.
        silence: says for how long no message of each topic has come, s.

    Raises:
        hop.errors.ConfigError: the library prometheus-client is missing.
    """

    def __init__(
        self,
        lag: Callable[[], dict[Partition, int]],
        silence: Callable[[], dict[str, float]] = dict,
    ) -> None:
        super().__init__()
        library = prometheus()
        # Not the library's own registry: a program may run several handlers, and count for itself.
        self.registry: Any = library.CollectorRegistry()
        library.ProcessCollector(registry=self.registry)
        self._since_event = library.Histogram(
            "hop_event_to_handler_seconds",
            "From the time that a message bears to the call of the handler.",
            buckets=_SINCE_EVENT_S,
            registry=self.registry,
        )
        self._seconds = library.Histogram(
            "hop_handling_seconds",
            "From the first call of the handler until the message is done.",
            registry=self.registry,
        )
        self._lag, self._silence = lag, silence
        self.registry.register(self)

    def begin(self, since_event: float | None) -> None:
        """Count a message that goes to the handler."""
        if since_event is not None:
            self._since_event.observe(max(0.0, since_event))

    def finish(self, size: int, seconds: float, *, dead: bool) -> None:
        """Count a message that is done."""
        super().finish(size, seconds, dead=dead)
        self._seconds.observe(seconds)

    def collect(self) -> Iterator[Any]:
        """Everything that is counted, as Prometheus wants it."""
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        with self._lock:
            counts = {
                "done": self.done,
                "dead_letter": self.dead,
                "test": self.tests,
                **self.selection(),
            }
            size, restarts, errors = self.size, self.restarts, dict(self.errors)
            resets, missed = dict(self.resets), dict(self.missed)
        messages = CounterMetricFamily("hop_messages", "Messages by outcome.", labels=["outcome"])
        for outcome, count in counts.items():
            messages.add_metric([outcome], count)
        yield messages
        yield CounterMetricFamily("hop_bytes", "Bytes of their payloads.", value=size)
        failed = CounterMetricFamily("hop_errors", "Calls that raised.", labels=["kind"])
        for name, count in errors.items():
            failed.add_metric([name], count)
        yield failed
        yield CounterMetricFamily(
            "hop_restarts", "How often the stream was opened again after a fault.", value=restarts
        )
        for name, text, by_partition in (
            ("hop_missed_messages", "Messages that could not be read, at most.", missed),
            ("hop_offset_resets", "How often reading has gone on at another offset.", resets),
        ):
            family = CounterMetricFamily(name, text, labels=["topic", "partition"])
            for (topic, partition), count in by_partition.items():
                family.add_metric([topic, str(partition)], count)
            yield family
        behind = GaugeMetricFamily(
            "hop_lag_messages", "Messages that are not done.", labels=["topic", "partition"]
        )
        for (topic, partition), count in self._lag().items():
            behind.add_metric([topic, str(partition)], count)
        yield behind
        silent = GaugeMetricFamily(
            "hop_silence_seconds", "For how long no message has come.", labels=["topic"]
        )
        for topic, seconds in self._silence().items():
            silent.add_metric([topic], seconds)
        yield silent

    def describe(self) -> Iterable[Any]:
        """Nothing beforehand: the lag is not known before the stream is open."""
        return ()


class MetricsServer:
    """Answers ``/metrics`` and ``/healthz`` by HTTP, as long as its block lasts.

    Args:
        address: a port, which is open to this machine only, or ``host:port``.
        registry: what is served, a registry of prometheus-client.
        state: says what the run is doing.

    Raises:
        ValueError: the address is invalid.
    """

    def __init__(self, address: int | str, registry: Any, state: Callable[[], State]) -> None:
        host, _, port = str(address).rpartition(":")
        if not (port.isascii() and port.isdigit() and int(port) < 2**16):
            raise ValueError(f"metrics are served at PORT or HOST:PORT, not at {address!r}")
        self._host = host.removeprefix("[").removesuffix("]") or _THIS_MACHINE
        self._port, self._state = int(port), state
        self._serve_metrics = prometheus().make_wsgi_app(registry)
        self._server: WSGIServer | None = None

    @property
    def port(self) -> int:
        """The port; where it was given as 0, the one that was free."""
        return self._port if self._server is None else self._server.server_port

    def __enter__(self) -> Self:
        server = _ServerV6 if ":" in self._host else _Server
        try:
            self._server = make_server(self._host, self._port, self._answer, server, _Silent)
        except OSError as error:
            raise ConfigError(
                f"metrics cannot be served at {self._host}, port {self._port}: "
                f"{error.strerror or error}; choose another port"
            ) from error
        threading.Thread(target=self._server.serve_forever, name="metrics", daemon=True).start()
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Any:
        path = environ.get("PATH_INFO")
        if path == "/metrics":
            return self._serve_metrics(environ, start_response)
        if path == "/healthz":
            state = self._state()
            text = state.value
            status = "200 OK" if state is State.READING else "503 Service Unavailable"
        else:
            status, text = "404 Not Found", "there are /metrics and /healthz"
        start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
        return [f"{text}\n".encode()]


class QuietThreads(ThreadingMixIn):
    """A thread for each client of a server. Nothing is printed of clients that leave early."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing of clients that leave, or do not speak TLS; they know it themselves."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)  # type: ignore[misc]


class _Server(QuietThreads, WSGIServer):
    def server_bind(self) -> None:
        """Bind, without asking the resolver for a name, which may take long and is of no use."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]
        self.setup_environ()


class _ServerV6(_Server):
    address_family = socket.AF_INET6


class _Silent(WSGIRequestHandler):
    timeout = SILENT_S

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Print nothing: a scrape is no news."""
