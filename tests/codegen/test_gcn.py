"""All schemas of NASA's GCN as one package: quick, exact, typed over Kafka."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from calibration import Stopwatch
from made_packages import GCN, Carry, Made, environment, mutants, same

from hop_codegen.errors import CodegenError
from hop_codegen.package import make_plugin

EXAMPLES = 50


def examples(gcn: Made) -> list[tuple[Any, bytes]]:
    """Each example with its model, as the package's own tests have them."""
    text = (gcn.output / "tests/test_generated.py").read_text()
    namespace: dict[str, Any] = {}
    start = text.index("GOOD:")
    exec(text[start : text.index("BAD:")], namespace)
    folder = gcn.output / "tests/examples"
    return [(gcn.model(name), (folder / path).read_bytes()) for path, name in namespace["GOOD"]]


def test_every_schema_becomes_a_model_within_ten_seconds(gcn: Made, tmp_path: Path) -> None:
    # Made from what was fetched, since the network's time is not ours.
    watch = Stopwatch()
    source = gcn.output / f"src/{gcn.package.__name__}/schemas"
    make_plugin(str(source), "gcn-again", tmp_path / "again", tell=lambda _: None)
    assert watch.seconds() < 10
    schemas = list(source.rglob("*.schema.json"))
    assert len(schemas) == len(gcn.package.__all__) == 41
    for name in gcn.package.__all__:
        assert gcn.model(name).hop_schemas[0].startswith("https://gcn.nasa.gov/schema/v7.2.3/gcn/")


def test_every_example_comes_out_as_it_came(gcn: Made) -> None:
    found = examples(gcn)
    assert len(found) == EXAMPLES
    for model, raw in found:
        message = model.load(raw)
        assert same(bytes(message), raw)
        assert same(bytes(type(message).from_tree(message.asdict())), raw)


def test_every_example_arrives_typed_over_kafka(gcn: Made, carry: Carry) -> None:
    found = examples(gcn)
    arrived = carry([raw for _, raw in found])
    assert [type(message) for message in arrived] == [model for model, _ in found]
    for message, (_, raw) in zip(arrived, found, strict=True):
        assert same(bytes(message), raw)


def test_thousands_of_mutants_are_judged_as_jsonschema_judges(gcn: Made) -> None:
    total = agreed = accepted = 0
    for model, raw in examples(gcn):
        document = json.loads(raw)
        judged, taken = gcn.agree(model, document, 60)
        assert judged == min(60, len(list(mutants(document))))
        total, agreed, accepted = total + judged, agreed + judged, accepted + taken
    assert total >= 2000
    assert 200 < accepted < total - 200
    print(f"{total} mutants, {accepted} of them accepted, judged alike")


def test_one_model_loads_its_module_and_what_it_needs(gcn: Made) -> None:
    code = (
        "import json, sys, nasa_gcn_schema as gcn; gcn.IceCubeLVKAlertNuTrackSearch;"
        "loaded = lambda: sorted(n.split('.')[1] for n in sys.modules"
        " if n.startswith('nasa_gcn_schema.') and '_' != n.split('.')[1][0]);"
        "message = gcn.IceCubeLVKAlertNuTrackSearch.load(open(sys.argv[1], 'rb'));"
        "first = loaded();"
        "message.most_probable_direction;"
        "print(json.dumps([first, loaded()]))"
    )
    example = "tests/examples/gcn/notices/icecube/lvk_nu_track_search.example.json"
    done = subprocess.run(
        [sys.executable, "-c", code, str(gcn.output / example)],
        env=environment(PYTHONPATH=str(gcn.output / "src")),
        capture_output=True,
        text=True,
        check=True,
    )
    own = ["gcn_notices_icecube_lvk_nu_track_search", "topics"]
    first, then = json.loads(done.stdout)
    assert first == own
    assert then == sorted([*own, "gcn_notices_core_localization"])


def test_same_package_same_bytes(gcn: Made, tmp_path: Path) -> None:
    results = []
    for seed, locale in (("1", "C"), ("2", "C.UTF-8")):
        output = tmp_path / seed / "out"
        command = ["plugin", GCN, "--name", "gcn-again", "--output", str(output)]
        subprocess.run(
            [sys.executable, "-m", "hop_codegen.cli", *command],
            env=environment(PYTHONHASHSEED=seed, LC_ALL=locale),
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )
        results.append(
            {
                path.relative_to(output).as_posix(): path.read_bytes()
                for path in sorted(output.rglob("*"))
                if path.is_file()
            }
        )
    assert results[0] == results[1]


def test_docs_tell_units_and_sources(gcn: Made) -> None:
    text = gcn.model("FermiGBMAlert").__doc__
    assert "ICRS right ascension [deg]" in text
    assert "Source: schemas/gcn/notices/fermi/gbm/trigger.schema.json#" in text


@pytest.mark.parametrize(
    "source", ["npm:@nasa-gcn/schema@99.99.99", "pypi:igwn-gwalert-schema==99.99.99"]
)
def test_a_version_that_does_not_exist_is_told(source: str, tmp_path: Path) -> None:
    with pytest.raises(CodegenError, match=f"^{re.escape(source)}: cannot be fetched: .*99"):
        make_plugin(source, "no-such-models", tmp_path / "out", tell=lambda _: None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("package", ["gcn", "lvk"])
def test_generated_code_passes_ruff_mypy_and_its_own_tests(
    package: str, request: pytest.FixtureRequest
) -> None:
    made: Made = request.getfixturevalue(package)
    for command in (
        ["ruff", "check", "--no-cache", "."],
        ["ruff", "format", "--no-cache", "--check", "."],
        ["mypy", "--strict", "--cache-dir", os.devnull, "--follow-imports=silent", "src"],
        ["pytest", "-q", "-p", "no:cacheprovider", "tests"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=made.output,
            env=environment(PYTHONPATH=str(made.output / "src")),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
