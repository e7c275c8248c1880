"""The preview of a partner's files; on a public site there is no such page."""

from __future__ import annotations

from components.share import preview
from components.site.page import Asked, Page, Route
from components.text.words import _
from data_loaders.records.previewed import preview as served
from pages import not_found


def build(asked: Asked) -> Page:
    """What the preview found; not found where none is served."""
    served_preview = served()
    if served_preview is None or served_preview.source_id not in asked.release.sources:
        return not_found.PAGE.build(asked)
    return Page(
        title=_("Preview of your files"),
        description=_("What a file would show, and what would be hidden."),
        body=preview.layout(served_preview, asked.release),
        is_indexed=False,
    )


# On a public site no address leads here.
PAGE = Route(preview.PATH, build, sides=("",) if served() else ())
