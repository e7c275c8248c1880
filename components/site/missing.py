"""A page of a thing that this release does not have: what happened, and what is near."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html

from components.markup.addresses import kept
from components.markup.prose import bullets
from components.site.page import Asked, Page
from components.text.words import _
from data_loaders.vocabulary.likeness import likest

MOST_NEAR = 5


def missing(asked: Asked, title: str, names: Mapping[str, str], path: str, see_all: str) -> Page:
    """Status 404, with links to the things under `path` whose ids are most like the one asked, and
    one to all of them, `see_all`."""
    given = asked.path.rpartition("/")[2]
    near = likest(given, names, MOST_NEAR)
    links = [html.A(names[name], href=kept(f"{path}/{name}", asked.query)) for name in near]
    explained = _(
        "Release {id} has nothing called “{given}”. It may have been renamed, or the address may "
        "have been cut off when it was copied.",
        id=asked.release.id,
        given=given[:80],
    )
    return Page(
        title=title,
        description=title,
        body=[
            html.H1(title),
            html.P(explained),
            *([html.P(_("Perhaps you meant:")), bullets(links)] if links else []),
            html.P(html.A(see_all, href=kept(path, asked.query))),
        ],
        status=404,
        is_indexed=False,
    )
