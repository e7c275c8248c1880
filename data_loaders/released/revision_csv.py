"""The columns of the files that say how figures were revised, and their rows.

As in every file of figures, columns are only ever added, on the right.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from data_loaders.released.csv_columns import CsvColumn, Kind
from data_loaders.vocabulary.model import Frequency, Indicator, Source
from data_loaders.vocabulary.vintages import RevisionHistory, RevisionUnit

FOLDER = "vintages"


def _text(name: str, meaning: str) -> CsvColumn:
    return CsvColumn(name, Kind.TEXT, meaning)


def _number(name: str, meaning: str, *, is_required: bool = True) -> CsvColumn:
    return CsvColumn(name, Kind.NUMBER, meaning, is_required=is_required)


VINTAGE_COLUMNS = (
    _text("indicator_id", "The figure's name for programs; it never changes."),
    _text("geography", "The set of boundaries the area belongs to."),
    _text("area_id", "The area's code, as text."),
    _text("industry_id", "The business category; all where the figure is not split."),
    CsvColumn("vintage", Kind.DAY, "The day the file is of: the value as published then."),
    CsvColumn("period_start", Kind.DAY, "First day of the period."),
    CsvColumn("period_end", Kind.DAY, "Last day of the period; it belongs to it."),
    _number("value", "The figure as that file had it. Periods it had none for have no row."),
    _text("unit", "The unit of value."),
    _text("source", "Whose figure this row is."),
    _text("release", "The release of this site that it stands in."),
)
LAG_COLUMNS = (
    _text("indicator_id", "The figure's name for programs; it never changes."),
    _number("lag", "How many newer periods the same file had, at least: 0 is its newest figure."),
    _number("last_lag", "How many at most; empty where there is no end.", is_required=False),
    CsvColumn(
        "lag_unit", Kind.TEXT, "How long a period is.", tuple(each.value for each in Frequency)
    ),
    _number("figures", "How many figures of that age were held against the newest file."),
    _number("unchanged", "How many of them are the same there."),
    _number("typical", "Half were revised by this much or less, up or down."),
    _number("wide", "Nine of ten were revised by this much or less, up or down."),
    _number("shift", "The middle revision with its sign."),
    CsvColumn(
        "unit",
        Kind.TEXT,
        "What typical, wide and shift are in: percent of the figure, or points.",
        tuple(each.value for each in RevisionUnit),
    ),
    _number("files", "How many files were laid beside each other."),
    _text("source", "Whose figures these are."),
    _text("release", "The release of this site that it stands in."),
)


def vintages_name(indicator_id: str) -> str:
    """The file of a release with the values that each vintage had."""
    return f"{FOLDER}/{indicator_id}_by_file.csv"


def by_lag_name(indicator_id: str) -> str:
    """The file of a release with the usual size of revision by age."""
    return f"{FOLDER}/{indicator_id}_by_lag.csv"


def vintages_csv(
    history: RevisionHistory, indicator: Indicator, source: Source, release_id: str
) -> str:
    """A row a period and vintage."""
    return _written(VINTAGE_COLUMNS, _values(history, indicator, source, release_id))


def by_lag_csv(history: RevisionHistory, source: Source, release_id: str) -> str:
    """A row a class of ages."""
    return _written(LAG_COLUMNS, _lags(history, source, release_id))


def _values(
    history: RevisionHistory, indicator: Indicator, source: Source, release_id: str
) -> Iterator[list[object]]:
    series = [history.indicator_id, history.geography, history.area_id, history.industry_id]
    for vintage in history.vintages:
        for period, value in zip(history.periods, vintage.values, strict=True):
            if value is not None:
                about = [indicator.unit, source.partner, release_id]
                yield [*series, vintage.as_of, *period, _plain(value), *about]


def _lags(history: RevisionHistory, source: Source, release_id: str) -> Iterator[list[object]]:
    for each in history.usual:
        yield [
            history.indicator_id,
            each.lag,
            "" if each.last_lag is None else each.last_lag,
            history.frequency,
            each.figures,
            each.unchanged,
            *map(_plain, (each.typical, each.wide, each.shift)),
            history.unit,
            history.files,
            source.partner,
            release_id,
        ]


def _plain(value: float) -> str:
    """A number without an exponent, and without a point where it is whole."""
    return f"{value:.0f}" if value == int(value) else f"{value:.10f}".rstrip("0")


def _written(columns: Iterable[CsvColumn], rows: Iterable[list[object]]) -> str:
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow([column.name for column in columns])
    lines.writerows(rows)
    return text.getvalue()
