"""What changed in a release, and which figures in it are newest."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from components.markup import addresses
from components.markup.addresses import kept
from components.markup.figure_words import FigureTitle
from components.site import shell
from components.text import change_words, formats
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Changes

MOST = 5


def news(release: Release, query: Mapping[str, str]) -> list[Component]:
    """The release in a sentence, what changed in it, what failed, and its newest figures."""
    return [
        html.P(" ".join(shell.release_sentences(release))),
        *_changes(release.catalog.changes),
        FigureTitle(_("Newest figures")),
        html.Ul(_newest(release), className="due"),
        html.P(html.A(_("Everything that changed"), href=kept(addresses.CHANGES, query))),
    ]


def _changes(changes: Changes | None) -> list[Component]:
    """Of a release made before changes were kept, that its notes say them."""
    if changes is None:
        return [html.P(_("What this release changed stands in its notes."))]
    said: list[Component] = [html.P(_(changes.note))] if changes.note else []
    said.append(_lines(list(change_words.lines(changes))[:MOST]))
    failed = change_words.failures(changes)
    if failed:
        words = _("These feeds failed; their last good figures, if any, stand in:")
        said += [html.P(words), _lines(failed[:MOST])]
    return said


def _lines(lines: list[str]) -> html.Ul:
    return html.Ul([html.Li(line) for line in lines], className="plain")


def _newest(release: Release) -> list[html.Li]:
    deliveries = sorted(
        release.catalog.deliveries, key=lambda each: (each.vintage, each.source_id), reverse=True
    )
    return [
        html.Li(
            [
                html.A(
                    _(release.sources[each.source_id].name),
                    href=addresses.source(each.source_id),
                ),
                " ",
                html.Span(_("to {day}", day=formats.day(each.vintage)), className="when-due"),
            ]
        )
        for each in deliveries[:MOST]
    ]
