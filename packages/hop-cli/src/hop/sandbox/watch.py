"""Cleans up after a sandbox whose process was killed. Run as a program of its own, by path.

Standard input is a pipe from the sandbox: lines ``+PID`` and ``-PID`` tell which processes run.
When the pipe ends without a line ``done`` before, the sandbox died: the processes are killed and
the folder, the one argument, is removed. PR_SET_PDEATHSIG would be shorter, but is Linux's alone,
fires when the thread that started a broker ends, and leaves the folder behind.
"""

import contextlib
import os
import shutil
import signal
import sys


def main() -> None:
    """Wait for the end of the pipe."""
    # A terminal's Ctrl-C and hang-up are the sandbox's to answer.
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    running: set[int] = set()
    for line in sys.stdin:
        word = line.strip()
        if word == "done":
            return
        if word.startswith("+"):
            running.add(int(word[1:]))
        else:
            running.discard(int(word[1:]))
    for pid in running:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    shutil.rmtree(sys.argv[1], ignore_errors=True)


if __name__ == "__main__":
    main()
