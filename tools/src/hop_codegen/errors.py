"""The one error of the generator."""

from __future__ import annotations


class CodegenError(Exception):
    """A schema or its configuration cannot be used; the text names the file and the place in it."""

    def __init__(self, source: str, pointer: str, problem: str) -> None:
        self.source, self.pointer, self.problem = source, pointer, problem
        place = f"{source}#{pointer}" if pointer else source
        super().__init__(f"{place}: {problem}")
