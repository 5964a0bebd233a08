"""Schemas that do not come with their messages: from a registry, or from a folder."""

from hop._registry.client import Registry
from hop._registry.folder import SchemaFolder
from hop._registry.source import open_registry, open_schemas

__all__ = ["Registry", "SchemaFolder", "open_registry", "open_schemas"]
