"""What the Spark test needs; `python -m tests.spark` gets it: the extra `spark`, and a Java."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent / "pyproject.toml"
LEAST_JAVA = 17
DEBIAN = "default-jre-headless"


def missing() -> str:
    """Why Spark cannot run here, in words; empty where it can."""
    lacking = [need for need in extra() if not _is_installed(need)]
    if lacking:
        return f"{', '.join(lacking)} not installed"
    if java_version() < LEAST_JAVA:
        return f"no Java {LEAST_JAVA} or newer (Debian: {DEBIAN})"
    return ""


def extra() -> list[str]:
    """The packages of the extra `spark`, as pinned."""
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    return project["optional-dependencies"]["spark"]


def java() -> str:
    """The Java that Spark takes: JAVA_HOME's, else the one on the path; empty without."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which(f"{home}/bin/java" if home else "java") or ""


def java_version() -> int:
    """Its feature release; 0 without a Java."""
    if not java():
        return 0
    said = subprocess.run([java(), "-version"], capture_output=True, text=True).stderr
    match = re.search(r'version "(\d+)', said)
    return int(match[1]) if match else 0


def install() -> None:
    """Get what is missing: from the package registry, and Debian's."""
    lacking = [need for need in extra() if not _is_installed(need)]
    if lacking:
        print(f"Installing {', '.join(lacking)} (400 MB, about a minute)")  # noqa: T201
        pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, *lacking], check=True)
    if java_version() < LEAST_JAVA:
        _install_java()


def _is_installed(need: str) -> bool:
    name, pinned = need.split("==")
    try:
        return version(name) == pinned
    except PackageNotFoundError:
        return False


def _install_java() -> None:
    as_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if not shutil.which("apt-get") or (as_root and not shutil.which("sudo")):
        return  # the test says what it lacks
    for step in (["update", "-q"], ["install", "-qy", DEBIAN]):
        subprocess.run([*as_root, "apt-get", *step], stdout=sys.stderr)


if __name__ == "__main__":
    install()
