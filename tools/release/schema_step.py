"""See that the version of hop-models has moved as far as the schemas since its last release."""

from __future__ import annotations

import sys

from hop_release.schema_step import main

if __name__ == "__main__":
    sys.exit(main())
