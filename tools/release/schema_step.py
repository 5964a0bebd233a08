"""Check that the version of hop-models moved as far as the schemas since its last release."""

from __future__ import annotations

import sys
from pathlib import Path

from hop_release.packages import ROOT, ReleaseError, find_packages
from hop_release.rules import last_release, version_fits_the_schemas


def main(root: Path = ROOT) -> int:
    """Print what is found; the exit code is 1 if the version has to move further."""
    models = find_packages(root)["hop-models"]
    try:
        last = last_release(models)
        faults = version_fits_the_schemas(models)
    except ReleaseError as error:
        faults = [str(error)]
    if faults:
        print("\n".join(f"schemas: {fault}" for fault in faults), file=sys.stderr)
        return 1
    if last is None:
        print("schemas: hop-models has no earlier release: nothing to compare with")
    else:
        print(f"schemas: version {models.version} fits the changes since {models.tag(last)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
