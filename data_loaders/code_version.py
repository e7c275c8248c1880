"""Which code made a release: known without a version control system, so it works anywhere."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
VERSION = "0.1.0"
LETTERS = 12


@cache
def code_version() -> str:
    """Version, then a hash over all code of this package: changes whenever any of it does."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(str(path.relative_to(PACKAGE)).encode())
        digest.update(path.read_bytes())
    return f"{VERSION}+{digest.hexdigest()[:LETTERS]}"
