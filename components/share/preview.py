"""The preview of a partner's own files: what was found in them, and what would be hidden."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.data.coverage_panel import panel
from components.markup import addresses
from components.markup.prose import bullets, section
from components.text.words import _, ngettext
from data_loaders.records.previewed import Preview
from data_loaders.released.release import Release

PATH = addresses.PREVIEW


def layout(preview: Preview, release: Release) -> list[Component]:
    """The whole page."""
    source = release.sources[preview.source_id]
    titles = [
        html.A(_(each.title), href=addresses.figure(each.id))
        for each in source.indicators
        if each.id in release.indicators
    ]
    return [
        html.H1(_("Preview of your files")),
        html.P(
            _(
                "Only this computer can open these pages. Nothing was sent, and everything is "
                "deleted when you stop the command."
            ),
            className="notice",
        ),
        section(_("Files read"), [bullets(preview.files)], "files"),
        section(_("What the check found"), [_remarks(preview)], "found"),
        section(_("Pages with your figures"), [bullets(titles)], "pages"),
        panel(release, source),
        html.P(
            html.A(_("Every rule it went through"), href=addresses.source(source.id, "privacy"))
        ),
    ]


def _remarks(preview: Preview) -> Component:
    if not preview.remarks:
        return html.P(_("No fault was found."))
    told = ngettext(
        "{number} remark. None stops the files.",
        "{number} remarks. None stops the files.",
        len(preview.remarks),
    )
    return html.Div([html.P(told), bullets([each.sentence for each in preview.remarks])])
