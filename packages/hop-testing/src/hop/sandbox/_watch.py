"""Clean up after a sandbox whose process was killed. This is a program, run by its path.

Standard input is a pipe from the sandbox. Lines ``+PID`` and ``-PID`` say which processes run. If
the pipe ends without a line ``done``, the sandbox died. Then this program kills the processes and
removes the folder, its only argument. PR_SET_PDEATHSIG would be shorter, but it exists on Linux
only, fires when the thread that started a broker ends, and leaves the folder behind.
"""

import contextlib
import os
import shutil
import signal
import sys


def main() -> None:
    """Wait for the end of the pipe, then clean up."""
    # The sandbox answers a terminal's Ctrl-C and hang-up.
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
