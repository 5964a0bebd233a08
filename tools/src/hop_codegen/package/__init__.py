"""From anyone's schemas to an installable package of models: ``hop-codegen plugin``."""

from hop_codegen.package.make import make_plugin

__all__ = ["make_plugin"]
