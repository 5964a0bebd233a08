"""Whether what is committed is what the schemas give today. Writes nothing."""

from __future__ import annotations

from hop_codegen.config import Config
from hop_codegen.repository import render


def find_differences(config: Config) -> list[str]:
    """One line for each generated file that is stale, missing or orphaned; empty if none is.

    Raises:
        CodegenError: a schema or the configuration cannot be used.
    """
    rendered = render(config)
    lines = []
    for path, content in rendered.files.items():
        name = path.relative_to(config.root).as_posix()
        if not path.is_file():
            lines.append(f"missing: {name}")
        elif path.read_bytes() != content:
            lines.append(f"stale: {name}")
    lines += [
        f"orphaned: {path.relative_to(config.root).as_posix()}" for path in rendered.orphans()
    ]
    return lines
