"""hop-client in an environment of its own: it has the same import package as hop."""

from __future__ import annotations

import subprocess
import sys
import venv
from importlib.metadata import version

from hop.sandbox._java import cache_folder

VERSION = "0.13.0"
# It imports six without declaring it.
_REQUIREMENTS = (f"hop-client=={VERSION}", "six")


def python() -> str:
    """The interpreter of that environment, which is made where it is not there yet."""
    kafka = version("confluent-kafka")
    name = f"hop-client-{VERSION}-{kafka}-py{sys.version_info.major}{sys.version_info.minor}"
    folder = cache_folder().parent / "benchmarks" / name
    interpreter, made = folder / "bin" / "python", folder / "made"
    if not made.exists():
        print(f"making an environment for hop-client {VERSION}, once", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        install = [interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        # The same librdkafka as ours: what is compared is what stands around it.
        subprocess.run([*install, *_REQUIREMENTS, f"confluent-kafka=={kafka}"], check=True)
        made.touch()
    return str(interpreter)
