"""The processes and ports of a sandbox. No process outlives the sandbox."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from hop._config import environment_of_child
from hop.errors import ConfigError, HopError

HOST = "127.0.0.1"
"""The address that everything listens on. Only this machine can reach it."""


class Processes:
    """A folder, and processes by number.

    :meth:`close` ends the processes and removes the folder. So does the death of this process.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hop-sandbox-"))
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        program = Path(__file__).with_name("_watch.py")
        read, self._pipe = os.pipe()
        self._watcher = subprocess.Popen(
            [sys.executable, "-I", "-S", str(program), str(self.folder)],
            stdin=read,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=environment_of_child(),
        )
        os.close(read)

    def _notify(self, line: str) -> None:
        with contextlib.suppress(BrokenPipeError):
            os.write(self._pipe, f"{line}\n".encode())

    def start(self, number: int, command: list[str], log: Path) -> None:
        """Start a process. Its output is appended to a log file."""
        with log.open("ab") as file:
            # In a session of its own, so that a Ctrl-C on the terminal reaches only this process,
            # which then stops the other.
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
        self._notify(f"+{process.pid}")

    @contextlib.contextmanager
    def guard(self, pid: int) -> Iterator[None]:
        """Kill another process too if this process dies meanwhile."""
        self._notify(f"+{pid}")
        try:
            yield
        finally:
            self._notify(f"-{pid}")

    def running(self) -> list[int]:
        """Return the numbers of the processes that were started and not ended here."""
        return list(self._running)

    def pid(self, number: int) -> int:
        """Return the process id."""
        return self._get(number).pid

    def has_ended(self, number: int) -> bool:
        """Return whether a process ended by itself."""
        return self._get(number).poll() is not None

    def _get(self, number: int) -> subprocess.Popen[bytes]:
        try:
            return self._running[number]
        except KeyError:
            raise HopError(f"broker {number} does not run") from None

    def signal(self, number: int, which: signal.Signals) -> None:
        """Send a signal to a process."""
        self._get(number).send_signal(which)

    def pause(self, number: int) -> None:
        """Freeze a process, and wait until it stands still, or has ended."""
        process = self._get(number)
        process.send_signal(signal.SIGSTOP)
        # The signal is only on its way. waitpid with WUNTRACED could take the news of an end from
        # subprocess.
        while process.poll() is None and not _is_stopped(process.pid):
            time.sleep(0.001)

    def resume(self, number: int) -> None:
        """Let a frozen process go on."""
        self._get(number).send_signal(signal.SIGCONT)

    def end(self, number: int, *, kill: bool) -> None:
        """End a process and wait for its end: with SIGKILL if ``kill``, else with SIGTERM."""
        process = self._get(number)
        process.send_signal(signal.SIGKILL if kill else signal.SIGTERM)
        process.wait()
        self._notify(f"-{process.pid}")
        self._running.pop(number, None)

    def close(self) -> None:
        """Kill all processes and remove the folder."""
        for process in self._running.values():
            process.kill()
        for number in self.running():
            self.end(number, kill=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        # Sent last: until then, the watcher finishes this work if this process is killed.
        self._notify("done")
        os.close(self._pipe)
        self._watcher.wait()


def _is_stopped(pid: int) -> bool:
    """Return whether every thread of a process is stopped."""
    threads = Path(f"/proc/{pid}/task")
    if not threads.is_dir():  # macOS
        command = ["ps", "-o", "state=", "-p", str(pid)]
        return subprocess.run(command, check=False, stdout=subprocess.PIPE).stdout.startswith(b"T")
    try:
        told_of_each = [(each / "stat").read_text() for each in threads.iterdir()]
    except OSError:  # one has just ended
        return False
    # What stands behind the name, which may hold anything.
    return all(told.rpartition(")")[2].split()[0] == "T" for told in told_of_each)


def free_ports(count: int) -> list[int]:
    """Return ports that nothing listens on, chosen by the system."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((HOST, 0))
        return [int(each.getsockname()[1]) for each in sockets]


def accepts(port: int) -> bool:
    """Return whether something listens on a port."""
    with contextlib.suppress(OSError):
        socket.create_connection((HOST, port), 1).close()
        return True
    return False


def check_port(port: int) -> None:
    """Check that a port can be used.

    Raises:
        hop.errors.ConfigError: something listens on it, or it may not be used.
    """
    with socket.socket() as probe:
        # As Kafka does: connections that are closing do not block a port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
            probe.listen()
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise ConfigError(
                f"the sandbox cannot listen on {HOST}:{port}: {reason}; choose another port with "
                "--port, or stop what runs there"
            ) from None
