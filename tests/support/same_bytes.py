"""Compressing what was compressed before in the same process."""

from __future__ import annotations

from functools import lru_cache

import pytest

from data_loaders.curate.publication import compress

SAME_BYTES_KEPT = 256


def compress_same_bytes_once(patch: pytest.MonkeyPatch) -> None:
    """Keep what the slowest compressions make: small releases hold the same shapes and catalog.

    It was half of the time that publishing a small release takes, some 700 times in a run.
    """
    for name in ("smallest", "zipped"):
        patch.setattr(compress, name, lru_cache(SAME_BYTES_KEPT)(getattr(compress, name)))
