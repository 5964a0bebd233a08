"""A handler: how it is found by its name, and called for a message."""

from __future__ import annotations

import asyncio
import contextlib
import difflib
import importlib
import inspect
import threading
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from hop.errors import HandlerError

if TYPE_CHECKING:
    from hop._messages import Metadata


def find_handler(name: str) -> Callable[..., Any]:
    """The function of a name.

    Args:
        name: ``package.module:function``; the function may be an attribute of an attribute.

    Raises:
        hop.errors.HandlerError: there is no such module or function, it is not one that can be
            called, or its module cannot be imported.
    """
    module_name, colon, path = name.partition(":")
    if not (module_name and colon and path):
        raise HandlerError(f"{name!r} names no handler: give package.module:function")
    if module_name.endswith(".py") or "/" in module_name:
        module = module_name.rpartition("/")[2].removesuffix(".py")
        raise HandlerError(
            f"{module_name!r} is a file, and a module is wanted: give {module}:{path}, in its "
            "folder"
        )
    try:
        found: Any = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name is not None and f"{module_name}.".startswith(f"{error.name}."):
            raise HandlerError(
                f"there is no module {error.name!r} for the handler {name}; run hop where it lies, "
                "or install it in this environment"
            ) from error
        raise _broken(module_name, error) from error
    except (Exception, SystemExit) as error:  # whatever a module does when it is imported
        raise _broken(module_name, error) from error
    for part in path.split("."):
        if not hasattr(found, part):
            near = difflib.get_close_matches(part, dir(found), 1)
            raise HandlerError(
                f"{module_name} has no {path!r} for a handler; "
                + (f"did you mean {near[0]!r}?" if near else "give the name of a function in it")
            )
        found = getattr(found, part)
    check_handler(found, name)
    checked: Callable[..., Any] = found
    return checked


def check_handler(handler: Any, name: str) -> None:
    """Validate a handler.

    Raises:
        hop.errors.HandlerError: it cannot be called, or calling it would do nothing.
    """
    if not callable(handler):
        raise HandlerError(
            f"the handler {name} is of the type {type(handler).__name__}, which cannot be called; "
            "give a function of one message"
        )
    if inspect.isgeneratorfunction(handler) or inspect.isasyncgenfunction(handler):
        raise HandlerError(
            f"the handler {name} is a generator, which does nothing when it is called; "
            "take the `yield` out of it"
        )


def _broken(module_name: str, error: BaseException) -> HandlerError:
    return HandlerError(
        f"the handler's module {module_name} cannot be imported: "
        f"{type(error).__name__}: {error}; `python -c 'import {module_name}'` shows where"
    )


class Call:
    """Calls a handler, synchronous or not, from any thread.

    Asynchronous handlers run in one event loop, so that they may share connections.

    Args:
        handler: a function of the message, and of its metadata where it has a parameter
            ``metadata``.

    Raises:
        hop.errors.HandlerError: it cannot be called.
    """

    def __init__(self, handler: Callable[..., Any]) -> None:
        self.name = getattr(handler, "__qualname__", None) or type(handler).__name__
        check_handler(handler, self.name)
        self._handler = handler
        self._takes_metadata = _takes_metadata(handler)
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_closed = False

    def __call__(self, message: Any, metadata: Metadata) -> None:
        """Call it, and wait until it is done."""
        if self._takes_metadata:
            self.with_arguments(message, metadata=metadata)
        else:
            self.with_arguments(message)

    def with_arguments(self, *arguments: Any, **named: Any) -> None:
        """Call it with other arguments than a message, and wait until it is done."""
        result = self._handler(*arguments, **named)
        if inspect.isgenerator(result) or inspect.isasyncgen(result):
            raise HandlerError(
                f"the handler {self.name} gave a generator, which has done nothing yet; "
                "take the `yield` out of it"
            )
        if inspect.isawaitable(result):
            asyncio.run_coroutine_threadsafe(_wait_for(result), self._running()).result()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(
                    target=self._serve, args=(self._loop,), name="handler-loop", daemon=True
                ).start()
            return self._loop

    def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        # A handler may stop the loop, or end it by a KeyboardInterrupt, which its own call raises.
        # The loop goes on: all other handlers run in it.
        while not self._is_closed:
            with contextlib.suppress(KeyboardInterrupt):
                loop.run_forever()
        loop.close()

    def close(self) -> None:
        """End the event loop."""
        self._is_closed = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)


def _takes_metadata(handler: Callable[..., Any]) -> bool:
    try:
        return "metadata" in inspect.signature(handler).parameters
    except (TypeError, ValueError):  # functions written in C may have no signature
        return False


async def _wait_for(result: Awaitable[Any]) -> None:
    try:
        await result
    except SystemExit as error:
        # It would end the event loop, and with it every other handler.
        raise HandlerError(f"the handler called sys.exit({error.code})") from error
