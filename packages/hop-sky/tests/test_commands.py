"""``hop sky``: what it prints, what it writes, and how it fails."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import alerts
import maps
import pytest

from hop.cli.program import run
from hop.sky import SkyMap
from hop.sky._catalog import write_table
from hop.sky._commands import _bar, _value

from .test_catalogues import galaxies
from .test_fetching import Server, give

MAP = maps.mixed_file(1, 300, with_distances=True)


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    def fails(self, code: int, *parts: str) -> None:
        """It failed with that code, and with one line that says all this."""
        assert (self.code, self.out) == (code, ""), self
        (line,) = self.err.splitlines()
        assert line.startswith("hop: ")
        for part in parts:
            assert part in line


Hop = Callable[..., Result]


@pytest.fixture
def hop(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Result]]:
    """The command in this process; what it changes about logging is taken back."""
    names = (None, "hop", "hop.librdkafka")
    before = [(logging.getLogger(name), logging.getLogger(name).handlers[:]) for name in names]

    def call(*arguments: str | Path, stdin: bytes = b"") -> Result:
        capfd.readouterr()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run([str(each) for each in arguments])
        return Result(code, *capfd.readouterr())

    yield call
    for logger, handlers in before:
        logger.handlers[:] = handlers


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "map.fits"
    path.write_bytes(MAP)
    return path


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "galaxies.csv"
    write_table(galaxies(), path)
    return path


def test_hop_lists_the_command(hop: Hop) -> None:
    result = hop("--help")
    assert "Commands of other packages:" in result.out
    assert "sky" in result.out.split("Commands of other packages:")[1]


LOADED = """
import sys
from hop.cli import main
main(sys.argv[1:])
print(*[name for name in ("numpy", "astropy", "confluent_kafka") if name in sys.modules])
"""


@pytest.mark.parametrize("command", ["", "show", "plot", "crossmatch", "observe", "convert"])
def test_help_is_quick(command: str) -> None:
    words = ["sky", *([command] if command else []), "--help"]
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words], capture_output=True, text=True, timeout=60
    )
    assert "Usage: hop sky" in done.stdout
    assert done.stdout.endswith("\n\n")


def test_show(hop: Hop, file: Path) -> None:
    result = hop("sky", "show", file)
    sky = SkyMap.read(file)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(str(sky))
    assert max(map(len, result.out.splitlines())) <= 80
    shown = json.loads(hop("sky", "show", "-j", file).out)
    assert shown["area_90"] == pytest.approx(sky.area(0.9))
    assert (shown["ra"], shown["dec"]) == pytest.approx(sky.best)
    assert shown["object"] == "MS1"
    assert shown["problems"] == []


def test_every_source_is_read(hop: Hop, file: Path, tmp_path: Path) -> None:
    expected = hop("sky", "show", "-j", file).out
    message = json.dumps(alerts.merger(MAP)).encode()
    sources = {
        "map.fits.gz": gzip.compress(MAP),
        "alert.json": message,
        "alert.json.gz": gzip.compress(message),
    }
    for name, content in sources.items():
        (tmp_path / name).write_bytes(content)
        assert hop("sky", "show", "-j", tmp_path / name).out == expected, name
        assert hop("sky", "show", "-j", "-", stdin=content).out == expected, name


def test_a_circle_is_shown_as_a_map(hop: Hop, tmp_path: Path) -> None:
    path = tmp_path / "neutrino.json"
    path.write_text(json.dumps(alerts.neutrino(60, -20)))
    shown = json.loads(hop("sky", "show", "-j", path).out)
    assert (shown["ra"], shown["dec"]) == pytest.approx((60, -20), abs=0.1)


def test_an_address_is_read_if_trusted(hop: Hop, file: Path) -> None:
    server = Server()
    server.answers = [give(MAP)]
    url = f"{server.url}/map.fits"
    hop("sky", "show", url).fails(69, "is not https", "--trusted", "(hop explain TransportError)")
    shown = hop("sky", "show", "-j", "--trusted", url)
    assert shown.out == hop("sky", "show", "-j", file).out
    assert shown.err == ""  # no bar where there is no terminal
    server.close()


def test_the_address_in_a_message_is_a_strangers(hop: Hop, tmp_path: Path) -> None:
    server = Server()
    path, url = tmp_path / "event.json", f"{server.url}/map.fits"
    path.write_text(json.dumps(alerts.neutrino(url=url, error=None)))
    # --trusted is for what the user typed.
    hop("sky", "show", "--trusted", path).fails(69, "is not https")
    path.write_text(json.dumps(alerts.neutrino(url=url)))
    result = hop("sky", "show", "-j", path)
    assert result.code == 0
    assert "the error region is used instead" in result.err
    assert json.loads(result.out)["dec"] == pytest.approx(-20, abs=0.2)
    assert server.asked == []
    server.close()


def test_crossmatch(hop: Hop, file: Path, catalogue: Path, tmp_path: Path) -> None:
    expected = SkyMap.read(file).crossmatch(galaxies(), distance="distance")
    result = hop("sky", "crossmatch", file, catalogue, "-n", "3")
    assert result.err == "hop: columns ra, dec, distance\n"
    heading, *rows = result.out.splitlines()
    assert heading.split() == ["name", "ra", "dec", "distance", "level", "volume_level"]
    assert [row.split()[0] for row in rows] == list(expected["name"][:3])
    assert len(hop("sky", "crossmatch", file, catalogue).out.splitlines()) == 21
    found = [
        json.loads(line)
        for line in hop("sky", "crossmatch", "-j", file, catalogue).out.splitlines()
    ]
    assert found[0]["volume_level"] == pytest.approx(expected["volume_level"][0])
    assert len(found) == 20
    output = tmp_path / "best.csv"
    result = hop("sky", "crossmatch", file, catalogue, "-o", output)
    assert (result.code, result.out) == (0, "")
    with output.open() as lines:
        written = list(csv.DictReader(lines))
    assert [each["name"] for each in written] == list(expected["name"])


def test_plot(hop: Hop, file: Path, tmp_path: Path) -> None:
    picture, drawing = tmp_path / "map.png", tmp_path / "map.svg"
    result = hop("sky", "plot", file, "-o", picture, "--zoom", "--site", "paranal")
    assert result == Result(0, "", "")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert hop("sky", "plot", file, "-o", drawing) == Result(0, "", "")
    assert drawing.read_bytes().startswith(b"<?xml")
    hop("sky", "plot", file, "-o", "map.jpeg").fails(2, "a picture is a .png or .svg file")


def test_observe(hop: Hop, file: Path) -> None:
    when = "2026-11-29T12:00Z"
    result = hop("sky", "observe", file, "--site", "paranal", "--when", when)
    assert result.code == 0
    assert result.err == "hop: the densest cell is never as high as 30 degrees\n"
    heading, *rows = result.out.splitlines()
    assert heading.split() == ["TIME", "PROBABILITY", "ALTITUDE", "AIRMASS", "SUN"]
    assert all(row.startswith(("2026-11-29T", "2026-11-30T")) for row in rows)
    assert all(float(row.split()[4]) <= -18 for row in rows)
    by_place = hop("sky", "observe", file, "--site=-70.403,-24.625,2635", "--when", when)
    assert by_place.out == result.out
    times = hop("sky", "observe", "-j", file, "--site", "la-palma", "--when", when).out.splitlines()
    assert len(times) == 49
    assert {"time", "probability", "airmass"} <= json.loads(times[0]).keys()


def test_it_is_never_dark_at_the_pole_in_summer(hop: Hop, file: Path) -> None:
    result = hop("sky", "observe", file, "--site", "0,-89,2800", "--when", "2026-12-21")
    assert (result.code, result.out) == (0, "")
    assert "it is never dark" in result.err
    assert "nothing can be observed" in result.err


def test_convert(hop: Hop, file: Path, tmp_path: Path) -> None:
    for name in ("new.fits", "new.fits.gz"):
        assert hop("sky", "convert", file, tmp_path / name) == Result(0, "", "")
        assert SkyMap.read(tmp_path / name).area(0.9) == SkyMap.read(file).area(0.9)
    assert not list(tmp_path.glob(".*"))
    hop("sky", "convert", file, tmp_path / "none/new.fits").fails(74, "none")


@pytest.mark.parametrize(
    ("content", "code", "parts"),
    [
        (b"\0\1 nothing", 65, ["neither a sky map (FITS) nor an alert"]),
        (MAP[:-4000], 65, ["HDU 1", "truncated"]),
        (gzip.compress(MAP)[:-4000], 65, ["truncated"]),
        (b'{"a": 1}', 65, ["none has one"]),
        (b"<VOEvent/>", 65, ["bad"]),
        (b"", 65, []),
    ],
)
def test_bad_input_is_one_line_with_its_file(
    hop: Hop, tmp_path: Path, content: bytes, code: int, parts: list[str]
) -> None:
    path = tmp_path / "bad"
    path.write_bytes(content)
    hop("sky", "show", path).fails(code, "bad", *parts)
    hop("sky", "show", "-", stdin=content).fails(code, "standard input")


def test_mistakes_on_the_command_line(
    hop: Hop, file: Path, catalogue: Path, tmp_path: Path
) -> None:
    hop("sky", "show", tmp_path / "none").fails(74, "none")
    hop("sky", "observe", file, "--site", "Atlantis").fails(2, "unknown site", "known are apache")
    hop("sky", "observe", file, "--site", "1,2").fails(2, "unknown site '1,2'")
    hop("sky", "observe", file, "--site", "a,b,c").fails(2, "LONGITUDE,LATITUDE,HEIGHT")
    hop("sky", "observe", file, "--site", "paranal", "--when", "soon").fails(2, "not a time")
    hop("sky", "crossmatch", file, catalogue, "-o", "x.doc").fails(2, ".csv")
    hop("sky", "crossmatch", "-j", file, catalogue, "-o", "x.csv").fails(2, "leave out --json")
    hop("sky", "crossmatch", file, tmp_path / "none.csv").fails(74, "none.csv")
    hop("sky", "shwo", file).fails(2, "shwo")


def test_sites_are_completed(hop: Hop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_HOP_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_CWORD", "5")
    monkeypatch.setenv("COMP_WORDS", "hop sky observe map.fits --site la")
    found = hop().out.splitlines()
    assert found == ["plain,la-palma", "plain,la-silla", "plain,las-campanas"]


def test_values_of_rows_are_json() -> None:
    assert [_value(each) for each in (b"a", 1, 1.5, float("nan"), None, True)] == [
        "a", 1, 1.5, None, None, True,
    ]  # fmt: skip


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    with _bar() as progress:
        assert progress is None
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with _bar() as progress:
        assert progress is not None
        progress(500, 1000)
        progress(1000, 1000)
    assert "fetching" in terminal.getvalue()
    assert "100%" in terminal.getvalue()


@pytest.mark.skipif(os.name != "posix", reason="terminals of POSIX")
def test_a_terminal_shows_colours_and_the_file_cannot_use_them(tmp_path: Path) -> None:
    import pty

    path = tmp_path / "map.fits"
    SkyMap.read(MAP).write(path)
    master, slave = pty.openpty()
    environ = os.environ | {"TERM": "xterm", "COLUMNS": "60", "LINES": "40"}
    code = "import sys; from hop.cli import main; sys.exit(main())"
    with subprocess.Popen(
        [sys.executable, "-c", code, "sky", "show", path], env=environ, stdout=slave
    ) as process:
        os.close(slave)
        shown = b""
        with contextlib.suppress(OSError):  # the end of a terminal
            while part := os.read(master, 10_000):
                shown += part
    os.close(master)
    assert process.returncode == 0
    lines = shown.decode().splitlines()
    assert "\x1b[" in shown.decode()
    assert max(len(re.sub(r"\x1b\[[\d;]*m", "", each)) for each in lines) <= 60
