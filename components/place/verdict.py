"""Is it back here? A few lines, each with then and now, its borough and the city, and its date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from components.place.gathering import Gathered, Need
from components.place.trend import Stretch, frame_of, is_cut_off, stretches, value
from components.text import formats
from components.text.words import _
from data_loaders.released import recovery
from data_loaders.released.recovery import NEAR, RELATIVE
from data_loaders.released.view import parse_day
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Area, Direction, Measure, Place, Status

# What a resident asks of first, where the release has it; the rest of the lines follow the themes.
FIRST = (
    "subway_entries_vs_2017_19",
    "unemployment_rate",
    "snap_recipients",
    "measles_vaccination",
    "asking_rent",
)
MOST_LINES = 5
SHAPE_FROM = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Change:
    """An area then and now, in the indicator's unit; `then` is 100 for a share of before.

    A figure that its publisher cut off, as 99 for all above, may be more than it says.
    """

    area: Area
    then: float
    now: float
    then_is_cut_off: bool = False
    now_is_cut_off: bool = False

    def ratio(self) -> float | None:
        return self.now / self.then if self.then else None


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """One figure of the place as an answer.

    `changes` are of the place's own area first, then of its borough and the city; empty where
    nothing may be compared. `is_back` is None where that is not judged. `is_own` where the figure
    is of the place itself, not of another area it lies in or that overlaps it.
    """

    gathered: Gathered
    cell: Cell
    now: str
    then: str
    changes: tuple[Change, ...]
    is_back: bool | None
    is_own: bool = True

    @property
    def own(self) -> Change | None:
        first = self.gathered.areas[0].id
        return next((change for change in self.changes if change.area.id == first), None)


def lines(needs: list[Need], place: Place) -> list[VerdictLine]:
    """The lines of a place: what is asked first, then figures of other themes that still come;
    those of the place itself before those of other areas."""
    own = [each for need in needs for each in (*need.drawn, *need.listed)]
    by_id = {each.indicator.id: each for each in own}
    first = [by_id[name] for name in FIRST if name in by_id]
    themes = {each.indicator.category for each in first}
    living = [
        need.drawn[0]
        for need in needs
        if need.drawn and need.category not in themes and _is_living(need.drawn[0])
    ]
    told = [_of(place, each) for each in [*first, *living][:MOST_LINES]]
    return sorted(told, key=lambda each: not each.is_own)


def _of(place: Place, each: Gathered) -> VerdictLine:
    return replace(line(each), is_own=each.areas[0].id == place.id)


def _is_living(each: Gathered) -> bool:
    return each.scene.source.ended_on is None and bool(stretches(each) or is_share(each))


def line(each: Gathered) -> VerdictLine:
    """A figure's newest value against the time before the pandemic, else against a year before."""
    cell = each.scene.frame.cell(each.areas[0].id, each.scene.position)
    now = formats.short_period_of(each.scene.first, each.scene.last, each.indicator)
    if is_share(each):
        changes = _shares(each)
        return VerdictLine(each, cell, now, "", changes, _is_back(each, changes))
    compared = pair(each)
    if compared is None:
        return VerdictLine(each, cell, now, "", (), None)
    then, latest = compared
    changes = tuple(filter(None, (_change(each, area, then, latest) for area in _areas(each))))
    judged = _is_back(each, changes) if then.is_before_the_pandemic else None
    return VerdictLine(each, cell, latest.words, then.words, changes, judged)


def is_share(each: Gathered) -> bool:
    """Whether its publisher already gives the figure as a share of the time before."""
    return (
        each.indicator.measure in RELATIVE
        and parse_day(each.indicator.baseline or "", start=True) is not None
    )


def pair(each: Gathered) -> tuple[Stretch, Stretch] | None:
    """Then and now: 2019 where there is one, else a year before."""
    own = each.areas[0]
    known = [(then, now) for then, now in stretches(each) if _change(each, own, then, now)]
    before = [(then, now) for then, now in known if then.is_before_the_pandemic]
    return next(iter(before or known), None)


def _areas(each: Gathered) -> list[Area]:
    wider = [area for area, _frame in each.scene.around(each.areas[0])]
    return [each.areas[0], *wider]


def _change(each: Gathered, area: Area, then: Stretch, now: Stretch) -> Change | None:
    frame = frame_of(each, area)
    before, after = value(frame, area, then.periods), value(frame, area, now.periods)
    if before is None or after is None:
        return None
    cut_off = [is_cut_off(frame, area, stretch) for stretch in (then, now)]
    return Change(area, before, after, *cut_off)


def _shares(each: Gathered) -> tuple[Change, ...]:
    """Newest shares of the time before, each area's of the same period."""
    period = (each.scene.frame.periods[each.scene.position],)
    added = 100.0 if each.indicator.measure is Measure.PERCENT_CHANGE else 0.0
    values = [(area, value(frame_of(each, area), area, period)) for area in _areas(each)]
    return tuple(Change(area, 100.0, now + added) for area, now in values if now is not None)


def _is_back(each: Gathered, changes: tuple[Change, ...]) -> bool | None:
    """Back where within a tenth of before or better; None where no direction is declared, for
    a noisy figure, and for one too old to say."""
    own = next((change for change in changes if change.area.id == each.areas[0].id), None)
    ratio = own.ratio() if own is not None else None
    direction = each.indicator.direction
    is_noisy = each.scene.source.policy.noise is not None
    if ratio is None or direction is Direction.NONE or is_noisy or is_old(each):
        return None
    is_better = ratio < 1 if direction is Direction.LOWER_IS_BETTER else ratio > 1
    return is_better or abs(ratio - 1) <= NEAR + 1e-9


def is_old(each: Gathered) -> bool:
    """Whether the newest figure is too old to say how things are now."""
    return recovery.is_old(each.scene.last, each.scene.release.manifest.published_on)


def shape(each: Gathered, area: Area, end: date) -> list[Cell]:
    """A figure month by month since 2020; a longer period stands for each of its months."""
    gap = Cell(None, Status.NOT_REPORTED)
    frame = frame_of(each, area)
    if area.id not in frame.areas:
        return []
    cells: dict[tuple[int, int], Cell] = {}
    for (first, last), cell in zip(frame.periods, frame.series(area.id), strict=True):
        if cell.value is not None and last >= SHAPE_FROM:
            cells.update(dict.fromkeys(_months(max(first, SHAPE_FROM), last), cell))
    return [cells.get(month, gap) for month in _months(SHAPE_FROM, end)]


def _months(first: date, last: date) -> list[tuple[int, int]]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = [divmod(first.year * 12 + first.month - 1 + step, 12) for step in range(count)]
    return [(year, month + 1) for year, month in months]


def answer(verdicts: list[VerdictLine]) -> str:
    """Whether the place is back, by the lines that judge it; where none of its own does, whether
    the areas around it are, which the lines name."""
    judged = [each for each in verdicts if each.is_back is not None]
    own = [each for each in judged if each.is_own]
    back = [bool(each.is_back) for each in own or judged]
    if not back:
        return _("No figure here can say.")
    if all(back):
        yes = _("Yes, by what we can measure.")
        return yes if own else _("Around it, yes, by what we can measure.")
    if any(back):
        return _("In part.") if own else _("Around it, in part.")
    return _("Not yet.") if own else _("Around it, not yet.")
