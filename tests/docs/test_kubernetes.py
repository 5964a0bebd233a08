"""The manifest of the page about Kubernetes: valid, and one whole with the page."""

from __future__ import annotations

from typing import Any

import kubernetes_validate
import pytest
import yaml
from docs_pages import blocks

(_MANIFEST,) = (each.code for each in blocks("howto/kubernetes.md") if each.caption == "desk.yaml")
_OBJECTS: list[dict[str, Any]] = list(yaml.safe_load_all(_MANIFEST))


@pytest.mark.parametrize("thing", _OBJECTS, ids=lambda thing: str(thing["kind"]))
def test_object_is_valid_for_kubernetes(thing: dict[str, Any]) -> None:
    kubernetes_validate.validate(thing, "1.31", strict=True)


def test_a_misspelt_field_is_found() -> None:
    (secret, *_) = yaml.safe_load_all(_MANIFEST.replace("stringData", "stringdata"))
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(secret, "1.31", strict=True)


def test_names_within_the_manifest_agree() -> None:
    secret, deployment = _OBJECTS
    pod = deployment["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    volumes = {each["name"] for each in pod["volumes"]}
    assert {each["name"] for each in container["volumeMounts"]} == volumes
    used = {each["secret"]["secretName"] for each in pod["volumes"] if "secret" in each}
    assert used == {secret["metadata"]["name"]}
    (port,) = (each["containerPort"] for each in container["ports"])
    assert f"--metrics=0.0.0.0:{port}" in container["args"]
