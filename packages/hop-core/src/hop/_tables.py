"""``hop.to_table``: the alerts of messages as a table; a package of models makes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from hop.errors import ConfigError

GROUP = "hop_table"
"""The entry point by which a package makes tables: a function with the parameters of this one."""


def to_table(
    messages: Iterable[Any],
    *,
    format: Literal["astropy", "pandas"] = "astropy",  # noqa: A002 - as astropy calls it
) -> Any:
    """Make a table of alerts, with a row for each alert of each message.

    The columns are the fields of :class:`hop.models.Alert`, in the same units. See
    :func:`hop.models.tables.to_table`.

    Args:
        messages: messages, such as a stream, a recording or a list; or alerts. They are read to
            their end.
        format: ``"astropy"`` for an :class:`astropy.table.Table`, with units and descriptions;
            ``"pandas"`` for a :class:`pandas.DataFrame`.

    Raises:
        ValueError: there is no such format.
        TypeError: it is neither a message nor an alert.
        hop.errors.ConfigError: the library for the format, or hop-models, is not installed.
    """
    from importlib.metadata import entry_points  # heavy: importlib.metadata loads email

    for point in entry_points(group=GROUP):
        return point.load()(messages, format=format)
    raise ConfigError(
        "tables of alerts need the package hop-models, which is not installed; install it from "
        "the repository of hop: pip install packages/hop-models"
    )
