"""Models from other packages: found late, kept apart, named when they fail."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hop._wire import plugins, registry
from hop.message import Blob, ExternalMessage, JSONBlob, MessageModel

pytestmark = pytest.mark.usefixtures("no_plugins")

CORE = {"blob": Blob, "json": JSONBlob, "external": ExternalMessage}


@dataclass
class Donut(MessageModel):
    flavor: str


@dataclass
class OtherDonut(MessageModel):
    flavor: str


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.levelno == logging.WARNING]


def test_a_registered_model_is_found_in_any_case():
    @plugins.register
    def get_models() -> plugins.Models:
        return {"Donut": Donut}

    assert plugins.get_models() == {"donut": Donut}
    assert registry.model_for("DONUT") is Donut
    assert registry.model_for("bagel") is None


def test_registering_gives_the_function_back():
    def get_models() -> plugins.Models:
        return {}

    assert plugins.register(get_models) is get_models


def test_a_model_that_is_registered_late_is_found():
    assert plugins.get_models() == {}
    plugins.register(lambda: {"donut": Donut})
    assert plugins.get_models() == {"donut": Donut}


def test_what_is_given_out_is_a_copy():
    plugins.register(lambda: {"donut": Donut})
    plugins.get_models().clear()
    assert plugins.get_models() == {"donut": Donut}


def test_of_two_models_with_one_name_the_first_is_kept(caplog: pytest.LogCaptureFixture):
    plugins.register(lambda: {"donut": Donut})
    plugins.register(lambda: {"DONUT": OtherDonut})
    assert plugins.get_models() == {"donut": Donut}
    [warning] = warnings(caplog)
    assert "Donut is used" in warning
    assert "OtherDonut is not" in warning
    plugins.get_models()
    assert len(warnings(caplog)) == 1


def test_one_model_announced_twice_is_no_conflict(caplog: pytest.LogCaptureFixture):
    plugins.register(lambda: {"donut": Donut})
    plugins.register(lambda: {"donut": Donut})
    assert plugins.get_models() == {"donut": Donut}
    assert not warnings(caplog)


@pytest.mark.parametrize(
    "announced",
    [None, 5, {"bagel": object}, {"bagel": Donut("x")}, {5: Donut}, {"bagel": "Bagel"}],
    ids=repr,
)
def test_a_wrong_announcement_is_left_out_with_a_warning(
    announced: Any, caplog: pytest.LogCaptureFixture
):
    plugins.register(lambda: announced)
    plugins.register(lambda: {"donut": Donut})
    assert plugins.get_models() == {"donut": Donut}
    [warning] = warnings(caplog)
    assert __name__ in warning
    assert "left out" in warning


def test_an_announcement_that_fails_is_left_out_with_a_warning(caplog: pytest.LogCaptureFixture):
    def get_models() -> plugins.Models:
        raise RuntimeError("the oven is cold")

    plugins.register(get_models)
    assert plugins.get_models() == {}
    assert "the oven is cold" in warnings(caplog)[0]


def test_core_formats_need_no_plugin(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(plugins, "_discovered", False)
    for name in ("json", "JSON", "blob"):
        assert registry.model_for(name) is {"json": JSONBlob, "blob": Blob}[name.lower()]
    assert plugins._discovered is False


def test_a_plugin_cannot_take_the_name_of_a_core_format():
    plugins.register(lambda: {"blob": Donut, "json": Donut})
    assert registry.model_for("json") is JSONBlob
    assert registry.known_models()["blob"] is Blob


def test_a_model_is_found_by_the_name_it_writes():
    class Cruller(Donut):
        hop_format = "fried"

    plugins.register(lambda: {"cruller": Cruller})
    assert registry.model_for("fried") is Cruller
    assert registry.model_for("cruller") is Cruller


def test_the_formats_of_core_alone():
    assert registry.known_models() == CORE


def test_known_formats_are_all_readable():
    plugins.register(lambda: {"donut": Donut})
    known = registry.known_models()
    assert known == CORE | {"donut": Donut}
    assert {name: registry.model_for(name) for name in known} == known


# Installed plugins: each in a folder of its own, found by a fresh interpreter.

DONUT = """
    from dataclasses import dataclass
    import json

    from hop._wire import plugins
    from hop.message import MessageModel

    @dataclass
    class Donut(MessageModel):

        category: str
        flavor: str
        has_filling: bool

        @classmethod
        def load(cls, input_):
            # input_ is a file object
            if hasattr(input_, "read"):
                donut = json.load(input_)
            # serialized input_
            else:
                donut = json.loads(input_)

            # unpack the JSON dictionary and return the model
            return cls(**donut)

    @plugins.register
    def get_models():
        return {
            "donut": Donut,
        }
"""


def install(folder: Path, name: str, source: str) -> None:
    """A distribution, as an installer leaves it behind."""
    module = name.replace("-", "_")
    (folder / f"{module}.py").write_text(textwrap.dedent(source), encoding="utf-8")
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[hop_plugin]\n{name} = {module}\n")


def run(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_documented_example_works_as_it_stands(tmp_path: Path):
    install(tmp_path, "donut-plugin", DONUT)
    fields = {"category": "cake", "flavor": "plain", "has_filling": True}
    (tmp_path / "donut.json").write_text(json.dumps(fields), encoding="utf-8")
    done = run(
        tmp_path,
        f"""
        import sys
        from hop._wire import codec as wire
        from hop._wire.registry import known_models, model_for

        assert "donut_plugin" not in sys.modules
        fields = {fields!r}
        wire.decode(b"x", [("_format", b"blob")])
        assert "donut_plugin" not in sys.modules, "a blob needs no plugin"
        Donut = model_for("donut")
        donut = Donut.load_file({str(tmp_path / "donut.json")!r})
        assert donut.asdict() == fields
        name, payload = wire.encode(donut)
        assert wire.decode(payload, [("_format", name.encode())]) == donut
        assert wire.decode(wire.encode_envelope(donut), None) == donut
        assert known_models()["donut"] is Donut
        """,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("import a_module_that_does_not_exist", "ModuleNotFoundError"),
        ("this is no Python", "SyntaxError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("1 / 0", "ZeroDivisionError"),
        ("from hop import plugins\nplugins.register(lambda: None)", "left out"),
    ],
)
def test_a_broken_plugin_is_named_and_the_others_work(tmp_path: Path, source: str, problem: str):
    install(tmp_path, "donut-plugin", DONUT)
    install(tmp_path, "a-broken-plugin", source)
    done = run(
        tmp_path,
        """
        from hop._wire import codec as wire
        donut = wire.decode(
            b'{"category": "a", "flavor": "b", "has_filling": true}', [("_format", b"donut")]
        )
        assert donut.flavor == "b", donut
        """,
    )
    assert done.returncode == 0, done.stderr
    assert "broken" in done.stderr
    assert problem in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_module_in_hop_plugins_is_a_plugin_of_others(tmp_path: Path):
    # As hop-client's template has it: another distribution adds a module to hop.plugins.
    (tmp_path / "hop/plugins").mkdir(parents=True)
    source = textwrap.dedent(DONUT).replace("hop._wire import", "hop import")
    (tmp_path / "hop/plugins/donut.py").write_text(source, encoding="utf-8")
    info = tmp_path / "hop_plugin_donut-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: hop-plugin-donut\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[hop_plugin]\ndonut-plugin = hop.plugins.donut\n")
    done = run(
        tmp_path,
        """
        from hop._wire import codec as wire
        donut = wire.decode(
            b'{"category": "a", "flavor": "b", "has_filling": true}', [("_format", b"donut")]
        )
        from hop.plugins.donut import Donut
        from hop.plugins import register
        assert type(donut) is Donut, donut
        """,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_module_in_hop_plugins_does_not_count_as_hops_own():
    assert plugins.is_own("hop.models.plugin")
    assert not plugins.is_own("hop.plugins.demo")
    assert not plugins.is_own("hopper.plugins")


def test_a_plugin_may_ask_for_models_while_it_is_loaded(tmp_path: Path):
    install(
        tmp_path, "donut-plugin", DONUT + "\n    known = plugins.get_models()\n    assert known\n"
    )
    done = run(tmp_path, "from hop._wire import registry; assert registry.model_for('donut')")
    assert (done.returncode, done.stderr) == (0, "")


def test_of_two_plugins_with_one_name_the_choice_is_stable(tmp_path: Path):
    install(tmp_path, "b-plugin", DONUT)
    install(tmp_path, "a-plugin", DONUT)
    done = run(
        tmp_path,
        "from hop._wire import registry; print(registry.model_for('donut').__module__)",
    )
    assert done.stdout.strip() == "a_plugin"
    assert "a_plugin.Donut is used, b_plugin.Donut is not" in done.stderr
