"""Getting a program of Debian's that a nightly test needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def install(program: str, package: str) -> None:
    """Get it where it is missing; without leave to install, the test says what it lacks."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    is_there, can_install = shutil.which(program), shutil.which("apt-get")
    if is_there or not can_install or (as_root and not shutil.which("sudo")):
        return
    for step in (["update", "-q"], ["install", "-qy", "--no-install-recommends", package]):
        subprocess.run([*as_root, "apt-get", *step], stdout=sys.stderr)


def missing(program: str, package: str) -> str:
    """Why a program cannot run here, in words; empty where it can."""
    return "" if shutil.which(program) else f"no {program} (Debian: {package})"
