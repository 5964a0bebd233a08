"""The folders that brokers keep their data in, made as Kafka's own tool makes them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from hop._config.secrets import environment_of_child
from hop.errors import HopError
from hop.sandbox.settings import Plan
from hop.sandbox.tokens import base64url


def make_folders(plan: Plan, tool: Sequence[str], cache: Path) -> None:
    """Make a folder for each broker of a plan, whose properties are written already.

    Args:
        plan: the cluster.
        tool: the command that runs Kafka's storage tool.
        cache: where what the tool finds out is kept for later clusters.

    Raises:
        hop.errors.HopError: Kafka does not take the properties.
    """
    # The tool takes a second, and all that it finds out is the same for every cluster of this
    # version: the levels of Kafka's features that a new cluster begins with.
    levels = cache / "bootstrap.checkpoint"
    if not levels.exists():
        made = _run(tool, plan)
        unfinished = levels.with_suffix(f".{os.getpid()}")
        shutil.copy(made, unfinished)
        unfinished.replace(levels)
        shutil.rmtree(made.parent)
    for broker in range(len(plan.ports)):
        data = plan.folder / f"data{broker}"
        data.mkdir()
        shutil.copy(levels, data)
        (data / "meta.properties").write_text(
            f"version=1\ncluster.id={plan.cluster_id}\nnode.id={broker}\n"
            f"directory.id={base64url(os.urandom(16))}\n"
        )


def _run(tool: Sequence[str], plan: Plan) -> Path:
    properties = plan.folder / "broker0.properties"
    done = subprocess.run(
        [*tool, "format", "-t", plan.cluster_id, "-c", str(properties)],
        capture_output=True,
        text=True,
        check=False,
        env=environment_of_child(),
    )
    if done.returncode:
        raise HopError(f"Kafka does not take its settings:\n{done.stdout}{done.stderr}")
    return plan.folder / "data0" / "bootstrap.checkpoint"
