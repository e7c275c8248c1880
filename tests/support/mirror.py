"""Where the real published files are; tests that need them skip, or fail in CI, without them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

MIRROR = Path(os.environ.get("MIRROR", "../shared/mirror"))


def mirror() -> Path:
    """The mirror's folder; skips the test where there is none, fails it in CI."""
    if MIRROR.is_dir():
        return MIRROR
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI needs the published files, and {MIRROR} is not there")
    pytest.skip(f"needs the published files; {MIRROR} is not there (set MIRROR)")
