"""Where in ``schemas/`` the schema of each URI is; written anew for each generated package."""

from __future__ import annotations

SCHEMAS: dict[str, str] = {}
