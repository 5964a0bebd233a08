"""The page about Spark does what it says."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from docs_session import Session, sandbox

pytestmark = pytest.mark.timeout(600)


def test_page_does_what_it_says(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path_factory.mktemp("spark")
    # Spark's bars would stand in the lines that a program prints.
    (settings / "spark-defaults.conf").write_text("spark.ui.showConsoleProgress false\n")
    monkeypatch.setenv("SPARK_CONF_DIR", str(settings))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with sandbox(path) as port:
        session = Session(tmp_path, port, path, block_timeout=300)  # Spark starts slowly
        try:
            session.follow("howto/spark.md")
        finally:
            session.end()
