"""Groups whose readers are killed."""

from __future__ import annotations

import subprocess
import sys

from ..integration.apis import environment
from ..integration.test_groups import read_all, write


def test_a_killed_reader_loses_nothing(url: str, grouped: str) -> None:
    write(url, range(200))
    code = (
        "import sys, time\n"
        "from apis import Stream\nfrom hop.io import StartPosition\n"
        "with Stream(auth=False, start_at=StartPosition.EARLIEST).open(sys.argv[1]) as s:\n"
        "    for message in s:\n"
        "        print(message.content, flush=True)\n"
        "        time.sleep(0.02)\n"
    )
    handled = []
    with subprocess.Popen(
        [sys.executable, "-c", code, grouped],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as reader:
        assert reader.stdout is not None
        for line in reader.stdout:
            handled.append(int(line))
            if len(handled) == 60:
                reader.kill()
    rest = read_all(grouped)
    assert set(handled) | set(rest) == set(range(200))
    assert rest[0] <= handled[-1] + 1
    assert len(handled) + len(rest) < 200 + 60
