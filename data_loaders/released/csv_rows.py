"""CSV of frames, for the ready-made files and for downloads of a view. No pandas: web-safe.

RFC 4180: UTF-8 without byte-order mark, CRLF, one header row, ISO dates. A text cell never starts
a spreadsheet formula; a number is always written as a number, with the fewest decimals that give
it back exactly. A cell without a value is empty, and `value_status` and `value_reason` say why.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from data_loaders.released.csv_columns import CSV_COLUMNS
from data_loaders.released.recovery import end_of, has_ended
from data_loaders.vocabulary import naming, terms
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.going_on import ENDED, ENDED_ALONE, going_on
from data_loaders.vocabulary.model import (
    REASON_OF_CODE,
    STATUS_OF_CODE,
    Catalog,
    Frequency,
    Geography,
    Indicator,
    Source,
    Status,
)

COLUMNS = tuple(column.name for column in CSV_COLUMNS)
END = "\r\n"
AS_PUBLISHED = "as published"
BASE_CUT_OFF = "The baseline of this area is cut off: it is this much, or more. No change is told."
BASE_DOUBTFUL = "The baseline of this area is to be read with care."
HEADER = ",".join(COLUMNS) + END
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
NO_TERMS = ","  # two empty cells: they are told once
NEEDS_QUOTES = frozenset(',"\r\n')
STATUS_TEXT = {code: str(status) for code, status in STATUS_OF_CODE.items()}
REASON_TEXT = {code: str(REASON_OF_CODE.get(code, "")) for code in STATUS_OF_CODE}


@dataclass(frozen=True, slots=True)
class Labels:
    """The words around the numbers of one indicator in one geography.

    `site` is the address before `/methodology/…`, empty where the release does not know it.
    `continued` is the source whose figures these are from the indicator's `continued_from` on;
    None where no other's are among them. `goes_on_as` are titles of figures to turn to where the
    series has ended.
    """

    release_id: str
    is_simulated: bool
    indicator: Indicator
    source: Source
    area_names: Mapping[str, str]
    site: str = ""
    continued: Source | None = None
    goes_on_as: tuple[str, ...] = ()

    def caveats(self, frame: Frame) -> str:
        """What must be known to read a frame's figures: that the series ended, and what else
        belongs to them."""
        if not frame.periods or not has_ended(self.source, frame.periods[-1][1]):
            return " ".join(self.indicator.caveats)
        month = f"{end_of(self.source, frame.periods[-1][1]):%B %Y}"
        words = ENDED if self.goes_on_as else ENDED_ALONE
        said = words.format(month=month, living=", ".join(self.goes_on_as))
        return " ".join([said, *self.indicator.caveats])


@dataclass(frozen=True, slots=True)
class Periods:
    """What the rows' periods are: how long, what each was put together from, and what else a
    reader of the file must know of its range."""

    length: Frequency
    made_from: str = AS_PUBLISHED
    note: str = ""


def _no_base(_area_id: str) -> Cell:
    """Of a change whose baseline is told elsewhere: nothing has to be said of it here."""
    return Cell(None, Status.NOT_REPORTED)


@dataclass(frozen=True, slots=True)
class DisplayedValue:
    """What a chart of the same view draws: change or index instead of the level.

    `value` takes area id and period position and returns None where nothing is drawn. `base` is
    what an area's values are compared with, and how sure that is.
    """

    value: Callable[[str, int], float | None]
    unit: str
    baseline: str
    base: Callable[[str], Cell] = _no_base

    def note(self, area_id: str) -> str:
        """What must be known of what an area is compared with; empty where it is as usual."""
        base = self.base(area_id)
        if base.is_cut_off:
            return BASE_CUT_OFF
        return BASE_DOUBTFUL if base.status is Status.LOW_RELIABILITY else ""


def labels(catalog: Catalog, indicator_id: str, geography: Geography, site: str = "") -> Labels:
    """Labels from a catalog; KeyError where it has no such indicator or geography."""
    for source in catalog.sources:
        for indicator in source.indicators:
            if indicator.id == indicator_id:
                names = {area.id: area.name for area in catalog.areas[geography]}
                simulated = catalog.is_simulated
                other = continued_in(catalog, indicator, geography)
                return Labels(
                    catalog.release_id,
                    simulated,
                    indicator,
                    source,
                    names,
                    site,
                    other,
                    _living(catalog, indicator_id),
                )
    raise KeyError(f"release {catalog.release_id} has no indicator {indicator_id}")


def _living(catalog: Catalog, indicator_id: str) -> tuple[str, ...]:
    """Titles of the figures to turn to that the release has."""
    titles = {each.id: each.title for source in catalog.sources for each in source.indicators}
    names = [name for name in going_on(indicator_id) if name != indicator_id]
    return tuple(titles[name] for name in names if name in titles)


def continued_in(catalog: Catalog, indicator: Indicator, geography: Geography) -> Source | None:
    """The source that an indicator goes on in, where that has figures by these boundaries."""
    if indicator.continued_from is None:  # a release made before this was kept does not say
        return None
    named = [name.split(":") for name in indicator.continued_with]
    return next(
        (
            source
            for source in catalog.sources
            for other in source.indicators
            if [source.id, other.id] in named and geography in other.geographies
        ),
        None,
    )


def put_together(own: Frequency, length: Frequency) -> str:
    """How a period that is longer than its publisher's was made: "mean of days"."""
    return f"mean of {own.replace('_', '-')}s" if own is not length else AS_PUBLISHED


def write_rows(
    labels: Labels,
    frame: Frame,
    area_ids: Collection[str] | None = None,
    first: date | None = None,
    last: date | None = None,
    shown: DisplayedValue | None = None,
    periods: Periods | None = None,
    only: Collection[int] | None = None,
) -> Iterator[str]:
    """Rows of a frame, area by area, oldest period first; the header is `HEADER`.

    `area_ids`, the days `first` and `last` (both inclusive, by a period's end) and `only`, the
    positions of periods, narrow it.
    `periods` says of what length the frame's periods are where they are not the indicator's own.
    """
    positions = _positions(frame, first, last, only)
    caveats = text_cell(labels.caveats(frame))
    before_area, after_area = _around_area(labels, frame)
    after_status = _sources_and_release(labels, frame)
    made = periods or Periods(labels.indicator.frequency)
    dates = [f"{start.isoformat()},{end.isoformat()}," for start, end in frame.periods]
    unit = text_cell(labels.indicator.unit)
    tail = f"{text_cell(shown.unit)},{text_cell(shown.baseline)}" if shown else f"{unit},"
    stated = terms_cells(labels)
    for row, area_id in _rows_of(frame, area_ids):
        area = f"{text_cell(area_id)},{text_cell(labels.area_names[area_id])}"
        start_of_line = f"{before_area},{area},{after_area}"
        before_reason = f"{tail},{_ending(labels, made, shown.note(area_id) if shown else '')},"
        values, codes, margin = frame.values[row], frame.statuses[row], frame.margin(row)
        for position in positions:
            number, code = number_cell(values[position]), codes[position]
            drawn = number_cell(shown.value(area_id, position)) if shown else number
            yield (
                f"{start_of_line},{dates[position]}{number},{unit},{STATUS_TEXT[code]},"
                f"{after_status[position]},{drawn},{before_reason}{REASON_TEXT[code]},"
                f"{caveats if position == positions[0] else ''},"
                f"{range_cells(values[position], margin)},{stated}{END}"
            )
            stated = NO_TERMS


def _rows_of(frame: Frame, area_ids: Collection[str] | None) -> list[tuple[int, str]]:
    """The rows of the chosen areas, or of all."""
    rows = enumerate(frame.areas)
    return [each for each in rows if area_ids is None or each[1] in area_ids]


def _positions(
    frame: Frame, first: date | None, last: date | None, only: Collection[int] | None
) -> list[int]:
    """Positions of the periods that end within the days asked for and are among `only`."""
    return [
        position
        for position, (_, end) in enumerate(frame.periods)
        if (first is None or end >= first)
        and (last is None or end <= last)
        and (only is None or position in only)
    ]


def text_cell(text: str) -> str:
    """A cell that holds text: quoted where needed, never the start of a formula."""
    if text.startswith(FORMULA_STARTS):
        text = f"'{text}"
    if NEEDS_QUOTES.isdisjoint(text):
        return text
    return '"' + text.replace('"', '""') + '"'


def number_cell(value: float | None) -> str:
    """A cell that holds a number: shortest decimals that give it back, no exponent."""
    if value is None:
        return ""
    if value == int(value):
        return str(int(value))
    shortest = repr(float(value))
    return format(Decimal(shortest), "f") if "e" in shortest else shortest


def range_cells(value: float | None, margin: float) -> str:
    """The two ends of a noisy figure's range; two empty cells for every other."""
    if value is None or not margin:
        return ","
    return f"{number_cell(max(value - margin, 0.0))},{number_cell(value + margin)}"


def terms_cells(labels: Labels) -> str:
    """What is stated of the use of the figures, and how to cite them: two cells."""
    sources = [each for each in (labels.source, labels.continued) if each is not None]
    if labels.is_simulated:
        sources = [naming.as_simulated(source) for source in sources]
    stated = dict.fromkeys(terms.license_stated(source) for source in sources)
    cited = dict.fromkeys(source.citation for source in sources)
    return f"{text_cell('; '.join(stated))},{text_cell(' '.join(cited))}"


def _around_area(labels: Labels, frame: Frame) -> tuple[str, str]:
    indicator = labels.indicator
    title = naming.titled(indicator.title) if labels.is_simulated else indicator.title
    industry = indicator.industry_names[frame.industry_id]
    before = f"{text_cell(indicator.id)},{text_cell(title)},{text_cell(frame.geography)}"
    return before, f"{text_cell(frame.industry_id)},{text_cell(industry)}"


def _sources_and_release(labels: Labels, frame: Frame) -> list[str]:
    """The cells of source and release of each period: the same words where none goes on."""
    if labels.continued is None:
        return [_source_and_release(labels, *period) for period in frame.periods[:1]] * len(
            frame.periods
        )
    return [_source_and_release(labels, *period) for period in frame.periods]


def _source_and_release(labels: Labels, start: date, end: date) -> str:
    """Whose figure that of a period is: of one put together across the change, both sources'."""
    first = labels.indicator.continued_from
    sources = [labels.source]
    if labels.continued is not None and first is not None and end >= first:
        sources = [labels.continued] if start >= first else [labels.source, labels.continued]
    names = "; ".join(_source_name(source, labels.is_simulated) for source in sources)
    return f"{text_cell(names)},{text_cell(labels.release_id)}"


def _source_name(source: Source, is_simulated: bool) -> str:
    if not is_simulated:
        return f"{source.partner}: {source.name}"
    named = naming.as_simulated(source)
    return f"{named.name}. {naming.disowned_by(named)}"


def _ending(labels: Labels, periods: Periods, note: str) -> str:
    simulated = "true" if labels.is_simulated else "false"
    base = naming.BASE if labels.is_simulated else ""
    methodology = text_cell(f"{labels.site}{base}/methodology/{labels.source.id}")
    notes = text_cell(" ".join(each for each in (periods.note, note) if each))
    made = f"{text_cell(periods.length)},{text_cell(periods.made_from)},{notes}"
    return f"{simulated},{methodology},{made}"
