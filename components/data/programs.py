"""How to open a figure in a program: lines that run as they stand, and steps for spreadsheets."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.markup import addresses
from components.markup.attributes import marked
from components.markup.figure_words import copy_text
from components.markup.prose import section
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.released.serving import file_base
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Geography, Indicator, Publication, Source


@dataclass(frozen=True, slots=True)
class Snippet:
    """Lines for a program, and its name."""

    program: str
    lines: str


def snippets(release: Release, indicator: Indicator, source: Source) -> list[Snippet]:
    """The figure in curl, pandas, R and DuckDB; none without a file, and none of simulated ones."""
    geography = _first(release, indicator)
    is_offered = source.publication is not Publication.SHOW and not release.manifest.is_simulated
    if not is_offered or geography is None:
        return []
    site = installation.site_address()
    base = f"{site}{file_base(release)}"
    table = f"{base}/{release.index.tables[f'{indicator.id}_{geography}']}"
    parquet = f"{base}/observations/{source.id}.parquet"
    query = {"indicator": indicator.id, "geography": str(geography), "release": release.id}
    asked = f"{site}{addresses.download({**query, 'periods': addresses.PUBLISHED})}"
    return [
        Snippet("curl", f'curl --compressed --output {indicator.id}.csv "{asked}"'),
        Snippet(
            "pandas",
            "import pandas as pd\n\n"
            f'figures = pd.read_csv(\n    "{table}",\n'
            '    dtype={"area_id": "string"},\n    parse_dates=["period_start", "period_end"],\n)\n'
            'shown = figures[figures["value"].notna()]',
        ),
        Snippet(
            "R",
            f'figures <- read.csv(\n  "{table}",\n'
            '  colClasses = c(area_id = "character"), na.strings = ""\n)\n'
            "figures$period_end <- as.Date(figures$period_end)\n"
            "shown <- figures[!is.na(figures$value), ]",
        ),
        Snippet(
            "DuckDB",
            "SELECT area_id, period_end, value, status\n"
            f"FROM '{parquet}'\n"
            f"WHERE indicator_id = '{indicator.id}' AND geography = '{geography}'\n"
            "ORDER BY period_end DESC, area_id;",
        ),
    ]


def _first(release: Release, indicator: Indicator) -> Geography | None:
    names = indicator.geographies
    return next((n for n in names if f"{indicator.id}_{n}" in release.index.tables), None)


def programs(release: Release, indicator: Indicator, source: Source) -> Component | None:
    """The section; None where there is no file to open."""
    snippets_here = snippets(release, indicator, source)
    if not snippets_here:
        return None
    parts = [part for snippet in snippets_here for part in _shown(snippet)]
    body = [*own_address(), *parts, *_spreadsheets()]
    return section(_("Open it in a program"), body, "programs")


def own_address() -> list[Component]:
    """What to put into lines of code where the site does not know its public address."""
    if installation.public_url():
        return []
    told = _(
        "Where you read this site at another address than {here}, put that into the lines of code.",
        here=installation.HERE,
    )
    return [html.P(told)]


def _shown(snippet: Snippet) -> list[Component]:
    lines = marked(html.Pre(html.Code(snippet.lines)), {"data-program": snippet.program})
    return [html.H3(snippet.program), lines, copy_text()]


def _spreadsheets() -> list[Component]:
    """Steps, as a double click on a CSV makes numbers of codes and dates of neither."""
    excel = [
        _("Download the CSV, then open an empty workbook."),
        _("Choose Data, From Text/CSV, and the file; set File Origin to UTF-8."),
        _("Choose Transform Data and set area_id to Text, so that no code loses its zeros."),
        _("Choose Close & Load. An empty value is no zero: value_status says why it is empty."),
    ]
    sheets = [
        _("Choose File, Import, Upload, and the CSV."),
        _("Clear the box “Convert text to numbers, dates, and formulas”."),
        _("Choose Import data, then set the columns value and shown_value to Number."),
    ]
    return [
        html.H3(_("Excel and LibreOffice")),
        html.Ol([html.Li(step) for step in excel]),
        html.H3(_("Google Sheets")),
        html.Ol([html.Li(step) for step in sheets]),
    ]
