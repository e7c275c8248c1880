"""What the test of lines for R needs; `python -m tests.support.r_language` gets it, from Debian."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

DEBIAN = "r-base-core"


def missing() -> str:
    """Why R cannot run here, in words; empty where it can."""
    return "" if shutil.which("Rscript") else f"no Rscript (Debian: {DEBIAN})"


def install() -> None:
    """Get it where it is missing; without leave to install, the test says what it lacks."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if not missing() or not shutil.which("apt-get") or (as_root and not shutil.which("sudo")):
        return
    for step in (["update", "-q"], ["install", "-qy", "--no-install-recommends", DEBIAN]):
        subprocess.run([*as_root, "apt-get", *step], stdout=sys.stderr)


if __name__ == "__main__":
    install()
