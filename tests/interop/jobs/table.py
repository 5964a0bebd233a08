"""The table of the ten jobs, and its place in the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .clients import CLIENTS
from .jobs import JOBS
from .script import Script

PAGE = Path(__file__).parents[3] / "docs/compare.md"
_BEGIN, _END = "<!-- jobs: written by a program -->\n", "<!-- /jobs -->\n"

# Why a client has no way, and what is to be known of the way it has.
REASONS = {
    ("kcat", "restart"): "an alert is done once it is printed, handled or not",
}
REMARKS = {
    ("hop_client", "last"): "reads all",
    ("hop_client", "since"): "reads all",
    ("hop_client", "credential"): "reads all",
    ("kcat", "credential"): "by PLAIN, since SCRAM is refused",
    ("hop_client", "password"): "in its log, and ends after 10 s",
    ("gcn_kafka", "password"): "in its log, and goes on",
    ("kcat", "password"): "in its log, and ends after 5 s",
    ("hop", "password"): "and ends",
    ("kcat", "replay"): "loses headers",
}


def effort(client: str, job: str) -> str:
    """What a client's user writes for a job: how many lines, or why there is no way."""
    counts = Script(client, JOBS[job].files).lines()
    if not counts:
        return f"no: {REASONS[client, job]}"
    total = sum(counts.values())
    other = [language for language in ("Python", "settings") if language in counts]
    return f"{total} line{'s' if total > 1 else ''}" + (f" ({', '.join(other)})" if other else "")


def render(seconds: Mapping[tuple[str, str], float], measured: str) -> str:
    """The table as Markdown.

    Args:
        seconds: for each client and job after how long the first result was there.
        measured: when, and with what.
    """
    rows = [["", *CLIENTS.values()], ["---"] * (1 + len(CLIENTS))]
    for job, about in JOBS.items():
        row = [about.title]
        for client in CLIENTS:
            parts = [effort(client, job)]
            if (client, job) in seconds:
                parts.append(f"{seconds[client, job]:.2f} s")
            if (client, job) in REMARKS:
                parts.append(REMARKS[client, job])
            row.append(", ".join(parts[:2]) + "".join(f"; {more}" for more in parts[2:]))
        rows.append(row)
    lines = [f"| {' | '.join(row)} |".replace("|  |", "| |") for row in rows]
    return "\n".join([*lines, "", measured, ""])


def shown() -> str:
    """The table as the documentation has it."""
    return PAGE.read_text(encoding="utf-8").partition(_BEGIN)[2].partition(_END)[0]


def put(table: str) -> None:
    """Put a table where the documentation has it."""
    text = PAGE.read_text(encoding="utf-8")
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not (begin and end):
        raise RuntimeError(f"{PAGE} lacks {_BEGIN.strip()} … {_END.strip()}")
    PAGE.write_text(before + begin + table + end + after, encoding="utf-8")
