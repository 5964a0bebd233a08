"""All that a failure shows to anybody: words, variables, and lines of the log."""

from __future__ import annotations

import contextlib
import logging
import pprint
import traceback
from collections.abc import Iterator
from types import ModuleType, TracebackType


def variables_shown(error: BaseException, but_of: str) -> Iterator[str]:
    """What tools show that show the variables of a traceback.

    Args:
        error: what was raised.
        but_of: the file whose own variables are left out, since it knows the secrets.
    """
    seen: list[BaseException | None] = [error]
    for each in seen:
        if each is None:
            continue
        yield "".join(traceback.format_exception(each))
        yield repr(vars(each))
        trace: TracebackType | None = each.__traceback__
        while trace is not None:
            frame = trace.tb_frame
            if frame.f_code.co_filename != but_of:
                for name, value in frame.f_locals.items():
                    where = f"{frame.f_code.co_qualname} {name}"
                    with contextlib.suppress(AttributeError):  # an object that is half made
                        yield f"{where} = {pprint.pformat(value)}"
                    if hasattr(value, "__dict__") and not isinstance(value, (ModuleType, type)):
                        yield f"{where} : {vars(value)!r}"
            trace = trace.tb_next
        seen += [found for found in (each.__cause__, each.__context__) if found not in seen]


@contextlib.contextmanager
def everything_logged() -> Iterator[list[str]]:
    """All lines of the log, librdkafka's too, while a block runs."""
    told: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    loggers = [logging.getLogger(), logging.getLogger("hop.librdkafka")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    try:
        yield told
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)
