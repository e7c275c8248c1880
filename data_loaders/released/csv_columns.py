"""The columns of every CSV of figures: their order, kind and meaning, in one place.

A program that reads a file by the place of a column must go on working: columns are only ever
added, at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data_loaders.vocabulary.model import Frequency, Reason, Status


class Kind(StrEnum):
    """The type of a column, as a Frictionless table schema names it."""

    TEXT = "string"
    NUMBER = "number"
    DAY = "date"
    YES_OR_NO = "boolean"


@dataclass(frozen=True, slots=True)
class CsvColumn:
    """A column: `one_of` are the only values it may have; empty where any may stand."""

    name: str
    kind: Kind
    meaning: str
    one_of: tuple[str, ...] = ()
    is_required: bool = True


def _text(name: str, meaning: str, *, is_required: bool = True) -> CsvColumn:
    return CsvColumn(name, Kind.TEXT, meaning, is_required=is_required)


CSV_COLUMNS = (
    _text("indicator_id", "The figure's name for programs; it never changes."),
    _text("indicator", "What the figure is."),
    _text("geography", "The set of boundaries the area belongs to, with their year if any."),
    _text("area_id", "The area's code, as text: some begin with zero."),
    _text("area", "The area's name."),
    _text("industry_id", "The business category; all where the figure is not split."),
    _text("industry", "The business category in words."),
    CsvColumn("period_start", Kind.DAY, "First day of the period."),
    CsvColumn("period_end", Kind.DAY, "Last day of the period; it belongs to it."),
    CsvColumn(
        "value",
        Kind.NUMBER,
        "The figure. Empty where there is none; value_status says why. Never zero for hidden.",
        is_required=False,
    ),
    _text("unit", "The unit of value, as it reads after a number."),
    CsvColumn(
        "value_status",
        Kind.TEXT,
        "Why there is a value or none.",
        tuple(status.value for status in Status),
    ),
    _text("source", "Whose figure this row is."),
    _text("release", "The release of this site that it stands in."),
    CsvColumn(
        "shown_value",
        Kind.NUMBER,
        "What the chart draws: the value, or its change or index against the baseline. Of a value "
        "that is cut off (value_reason capped or capped_few_cases) it is this much, or more.",
        is_required=False,
    ),
    _text("shown_unit", "The unit of shown_value.", is_required=False),
    _text("baseline", "What a change or index is measured against.", is_required=False),
    CsvColumn("is_simulated", Kind.YES_OR_NO, "True where every figure is made up."),
    _text("methodology", "The page that says how the figure is made."),
    CsvColumn(
        "period_length",
        Kind.TEXT,
        "How long the period is.",
        tuple(frequency.value for frequency in Frequency),
    ),
    _text("made_from", "As published, or the mean of shorter periods."),
    _text(
        "note",
        "What in the address could not be met, such as a range cut, and what must be known of the "
        "baseline.",
        is_required=False,
    ),
    CsvColumn(
        "value_reason",
        Kind.TEXT,
        "Why a value is missing, hidden, cut off or to be read with care.",
        tuple(reason.value for reason in Reason),
        is_required=False,
    ),
    _text(
        "caveats",
        "What must be known to read the figure; once for each area, in its first row.",
        is_required=False,
    ),
    CsvColumn(
        "lower",
        Kind.NUMBER,
        "Of a noisy figure: the true count lies at or above this, and at or below upper, 95 times "
        "in 100 or more. Empty elsewhere.",
        is_required=False,
    ),
    CsvColumn("upper", Kind.NUMBER, "The other end of that range.", is_required=False),
    _text(
        "license",
        "What the publisher states of the use of the figures; once for each figure and industry, "
        "in its first row.",
        is_required=False,
    ),
    _text("citation", "How to cite them; in the same row.", is_required=False),
)
