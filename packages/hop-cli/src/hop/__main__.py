"""``python -m hop``: the command ``hop``, where its folder is not on the path."""

import sys

from hop.cli import main

if __name__ == "__main__":
    sys.exit(main())
