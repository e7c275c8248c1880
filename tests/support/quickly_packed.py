"""Compressing quickly what only tests read."""

from __future__ import annotations

from functools import lru_cache

import brotli
import pytest

from data_loaders.curate.publication import compress

QUALITY = 5
SAME_BYTES_KEPT = 256


def compress_quickly(patch: pytest.MonkeyPatch) -> None:
    """Pack small releases in the same form as always, but not as small as it gets.

    The catalog each of them holds takes half a second to pack as small as brotli can, and some 700
    are published in a run. What is packed in processes of its own, as large releases are, and what
    ships is as small as always; test_compress holds that.
    """
    patch.setattr(compress, "smallest", _quickly)
    patch.setattr(compress, "zipped", lru_cache(SAME_BYTES_KEPT)(compress.zipped))


def _quickly(content: bytes) -> bytes:
    return brotli.compress(content, quality=QUALITY)
