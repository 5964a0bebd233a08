"""The processes of a sandbox, and the promise that none of them outlives it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hop._config.secrets import environment_of_child
from hop.errors import ConfigError, HopError


class Processes:
    """A folder and processes by number; both end with :meth:`close`, or when this process dies."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hop-sandbox-"))
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        watch = Path(__file__).with_name("watch.py")
        read, self._pipe = os.pipe()
        self._watch = subprocess.Popen(
            [sys.executable, "-I", "-S", str(watch), str(self.folder)],
            stdin=read,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=environment_of_child(),
        )
        os.close(read)

    def _tell(self, line: str) -> None:
        with contextlib.suppress(BrokenPipeError):
            os.write(self._pipe, f"{line}\n".encode())

    def start(self, number: int, command: list[str], log: Path) -> None:
        """Start a process; what it says is added to a file."""
        with log.open("ab") as file:
            # A session of its own: a Ctrl-C on the terminal reaches this process, which stops it.
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
                cwd=self.folder,
                env=environment_of_child(),
            )
        self._running[number] = process
        self._tell(f"+{process.pid}")

    @contextlib.contextmanager
    def guard(self, pid: int) -> Iterator[None]:
        """Have another process killed too, should this one die meanwhile."""
        self._tell(f"+{pid}")
        try:
            yield
        finally:
            self._tell(f"-{pid}")

    def running(self) -> list[int]:
        """The numbers of those that were started and not stopped."""
        return list(self._running)

    def pid(self, number: int) -> int:
        """The process id of one."""
        return self._get(number).pid

    def has_ended(self, number: int) -> bool:
        """Whether one ended by itself."""
        return self._get(number).poll() is not None

    def _get(self, number: int) -> subprocess.Popen[bytes]:
        try:
            return self._running[number]
        except KeyError:
            raise HopError(f"broker {number} does not run") from None

    def signal(self, number: int, which: signal.Signals) -> None:
        """Send one a signal."""
        self._get(number).send_signal(which)

    def end(self, number: int, *, kill: bool) -> None:
        """End one, and wait until it has; with ``kill`` at once, else in its own time."""
        process = self._get(number)
        process.send_signal(signal.SIGKILL if kill else signal.SIGTERM)
        process.wait()
        self._tell(f"-{process.pid}")
        self._running.pop(number, None)

    def close(self) -> None:
        """Kill all, remove the folder."""
        for process in self._running.values():
            process.kill()
        for number in self.running():
            self.end(number, kill=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        # Told last: until then, it finishes this work if this process is killed.
        self._tell("done")
        os.close(self._pipe)
        self._watch.wait()


def free_ports(count: int, host: str) -> list[int]:
    """Ports that nothing listens on, as the system gives them."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((host, 0))
        return [int(each.getsockname()[1]) for each in sockets]


def accepts(host: str, port: int) -> bool:
    """Whether something listens there."""
    with contextlib.suppress(OSError):
        socket.create_connection((host, port), 1).close()
        return True
    return False


def check_port(port: int, host: str) -> None:
    """Find out now whether a port can be had.

    Raises:
        hop.errors.ConfigError: something listens there, or it may not be used.
    """
    with socket.socket() as probe:
        # As Kafka does: connections that are closing do not keep a port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except (OSError, OverflowError) as fault:
            reason = getattr(fault, "strerror", None) or str(fault)
            raise ConfigError(
                f"the sandbox cannot listen on {host}:{port}: {reason}; choose another port with "
                "--port, or stop what runs there"
            ) from None
