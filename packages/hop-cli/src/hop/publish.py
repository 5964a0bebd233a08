"""Messages to publish: what ``hop publish`` reads them with."""

from hop.cli.inputs import json_lines, load

__all__ = ["json_lines", "load"]
