"""What changed in a release, read from its notes, and which figures in it are newest."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.markup import addresses
from components.site import shell
from components.text import formats
from components.text.words import _
from data_loaders.released.release import Release

CHANGES, FAILURES = "Changes since", "Feeds that failed"
MOST = 5


def news(release: Release) -> list[Component]:
    """The release in a sentence, what changed in it, what failed, and its newest figures."""
    return [
        html.P(" ".join(shell.release_sentences(release))),
        _lines(changes(release.catalog.notes)),
        *_failures(release.catalog.notes),
        html.H3(_("Newest figures"), className="chart-title"),
        html.Ul(_newest(release), className="due"),
        html.P(html.A(_("Everything that changed"), href=addresses.RELEASE)),
    ]


def changes(notes: str) -> list[str]:
    """What the notes list as changed; in a first release, that nothing has."""
    first = _("This is the first release here, so nothing has changed yet.")
    return listed_under(notes, CHANGES)[:MOST] or [first]


def listed_under(notes: str, heading: str) -> list[str]:
    """The list items of the sections of the notes whose heading starts so."""
    lines: list[str] = []
    is_inside = False
    for line in notes.splitlines():
        if line.startswith("## "):
            is_inside = line.startswith(f"## {heading}")
        elif is_inside and line.startswith("- "):
            lines.append(line.removeprefix("- "))
    return lines


def _failures(notes: str) -> list[Component]:
    failed = listed_under(notes, FAILURES)
    if not failed:
        return []
    words = _("These feeds failed; their last good figures, if any, stand in:")
    return [html.P(words), _lines(failed[:MOST])]


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
