"""Which code made a release: known without a version control system, so it works anywhere."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
PROJECT = PACKAGE.parent / "pyproject.toml"
LETTERS = 12


@cache
def code_version() -> str:
    """Version, then a hash over all code of this package: changes whenever any of it does."""
    version = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"]
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(str(path.relative_to(PACKAGE)).encode())
        digest.update(path.read_bytes())
    return f"{version}+{digest.hexdigest()[:LETTERS]}"
