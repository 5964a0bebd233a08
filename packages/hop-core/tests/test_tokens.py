"""Tokens that a command of the user's prints."""

from __future__ import annotations

import base64
import io
import json
import shlex
import time
import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hop._config import TokenCommand, tokens
from hop.errors import AuthenticationFailed

SECRET = "hunter2-is-my-password"


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def a_jwt(claims: Any, signature: str = "c2ln") -> str:
    return f"{part({'alg': 'none'})}.{part(claims)}.{signature}"


GOOD = a_jwt({"sub": "ada", "exp": 4100000000})


def printing(text: str) -> str:
    return f"printf %s {shlex.quote(text)}"


@pytest.mark.parametrize("command", [printing(GOOD), f"echo '  {GOOD}  '; echo noise >&2"])
def test_a_token_with_its_expiry_and_principal(command: str):
    assert TokenCommand(command)("") == (GOOD, 4100000000.0, "ada", {})


def test_the_command_is_the_shells():
    assert TokenCommand(f"TOKEN={GOOD}; echo $TOKEN | cat")("")[0] == GOOD


def test_what_was_fetched_is_given_once(tmp_path: Path):
    count = tmp_path / "count"
    command = TokenCommand(f"echo x >> {shlex.quote(str(count))}; {printing(GOOD)}")
    command.fetch()
    assert count.read_text() == "x\n"
    assert command("")[0] == GOOD
    assert count.read_text() == "x\n"
    assert command("")[0] == GOOD
    assert count.read_text() == "x\nx\n"


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "no jwt",
        "a.b",
        "a.b.c.d",
        "a.!!!.c",
        a_jwt([1]),
        a_jwt("x"),
        a_jwt({}),
        a_jwt({"sub": "ada"}),
        a_jwt({"exp": 1}),
        a_jwt({"sub": "ada", "exp": None}),
        a_jwt({"sub": "ada", "exp": "soon"}),
        a_jwt({"sub": "ada", "exp": float("nan")}),
        a_jwt({"sub": "ada", "exp": float("inf")}),
        a_jwt({"sub": "ada", "exp": 10**400}),
        a_jwt({"sub": None, "exp": 1}),
        "a." + base64.urlsafe_b64encode(b"[" * 50_000).decode() + ".c",
        f"a.{SECRET}.c",
    ],
    ids=lambda printed: printed[:20],
)
def test_what_is_no_token_is_refused(printed: str):
    with pytest.raises(AuthenticationFailed, match="no JWT") as caught:
        TokenCommand(printing(printed))("")
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (f"echo {SECRET}; echo {SECRET} >&2; exit 3", "exit code 3"),
        (f"{SECRET}", "exit code 127"),
        (f"printf '\\377{SECRET}'", "no JWT"),
        (f"{SECRET}\0", "ValueError"),
        ("kill -9 $$", "exit code -9"),
    ],
)
def test_a_command_that_fails_keeps_its_secrets(command: str, problem: str):
    with pytest.raises(AuthenticationFailed, match=problem) as caught:
        TokenCommand(command).fetch()
    out = io.StringIO()
    traceback.print_exception(caught.value, file=out)
    assert SECRET not in out.getvalue()
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_command_that_hangs_is_ended_with_its_children(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tokens, "_TIMEOUT_S", 0.3)
    with pytest.raises(AuthenticationFailed, match=r"longer than 0\.3 s"):
        TokenCommand("sleep 600 | cat")("")


@given(st.text() | st.text().map(lambda text: f"a.{text}.c"))
@example(".")
@example("a.ÿ.c")
@example("a.\ud800.c")
@example("a.e.c")
def test_any_text_has_claims_or_none(text: str):
    found = tokens._claims(text)
    assert found is None or (isinstance(found[0], float) and isinstance(found[1], str))


@pytest.mark.parametrize(("seconds", "shown"), [(5, "s ago"), (86400, "1440 min ago")])
def test_a_token_that_has_expired_is_told_of(seconds: float, shown: str):
    token = a_jwt({"sub": "ada", "exp": time.time() - seconds})
    with pytest.raises(AuthenticationFailed, match=f"has expired .*{shown}; renew") as caught:
        TokenCommand(printing(token)).fetch()
    assert token not in str(caught.value)
