"""Do everything that a release of one package does, except the upload: ``check.py PACKAGE``."""

from __future__ import annotations

import sys

from hop_release.command import main

if __name__ == "__main__":
    sys.exit(main())
