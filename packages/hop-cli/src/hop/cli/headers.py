"""Headers of messages, as they are given on the command line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    _ParamType = click.ParamType[tuple[str, bytes], Any]
else:
    _ParamType = click.ParamType


class Header(_ParamType):
    """A header, ``NAME=VALUE``; its value is the name with the bytes."""

    name = "header"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, bytes]:
        """Read it."""
        if isinstance(value, tuple):
            return value
        from hop._wire.headers import own_headers
        from hop.errors import EncodeError

        name, found, content = value.partition("=")
        if not found:
            self.fail(f"{value!r} has no =; give NAME=VALUE", param, ctx)
        header = (name, os.fsencode(content))
        try:
            own_headers([header])
        except EncodeError as fault:
            self.fail(str(fault), param, ctx)
        return header
