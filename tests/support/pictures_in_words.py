"""Pictures for tests that search answers for words and numbers: the drawing, never painted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from api import figure_files
from components.pictures.picture import Picture, Shape, svg
from components.pictures.theme import Theme


@contextmanager
def pictures_in_words() -> Iterator[None]:
    """Answer a picture as the text that its pixels are painted from, as long as this lasts.

    A search reads that text and no pixels, and painting took a third of a crawl.
    """
    with pytest.MonkeyPatch.context() as patch:
        figure_files._pixels.cache_clear()  # noqa: SLF001
        patch.setattr(figure_files, "png", _drawing)
        yield
    figure_files._pixels.cache_clear()  # noqa: SLF001


def _drawing(picture: Picture, shape: Shape, theme: Theme) -> bytes:
    return str(svg(picture, shape, theme)).encode()
