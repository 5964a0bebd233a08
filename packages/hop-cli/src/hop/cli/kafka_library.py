"""Kafka's library, loaded for a command that is to be done soon."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


def load() -> None:
    """Import confluent_kafka, but not asyncio, which it imports for clients that no command uses.

    asyncio, with ssl, takes twice as long as all the rest. Whoever does use it gets it.
    """
    if "asyncio" in sys.modules:
        return
    stand_in = sys.modules["asyncio"] = _Later("asyncio")
    try:
        import confluent_kafka  # noqa: F401
    finally:
        stand_in.leave()


class _Later(ModuleType):
    """Stands for a module that is loaded when something in it is asked for."""

    def leave(self) -> None:
        """Let others import the module itself."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]

    def __getattr__(self, name: str) -> Any:
        self.leave()
        return getattr(import_module(self.__name__), name)
