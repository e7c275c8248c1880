"""Sentences a reader may quote, generated from the figures; each whole and translatable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from components.figures.scene import Scene
from components.text import formats, reasons
from components.text.care import titled
from components.text.words import _, ngettext
from data_loaders.vocabulary.comparing import NOT_GIVEN, are_close, margin
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Area,
    Geography,
    Indicator,
    Measure,
    Reason,
    Status,
)

FEW_AREAS = 6
Why = tuple[Status, Reason | None]


def period(scene: Scene) -> str:
    """The period of a view in words."""
    return formats.period_of(scene.first, scene.last, scene.indicator)


def short_period(scene: Scene) -> str:
    """The same as a table has it."""
    return formats.short_period_of(scene.first, scene.last, scene.indicator)


def map_title(scene: Scene) -> str:
    """What, where, when. A figure whose name says by which areas it is does not say it again."""
    what, where, when = _what(scene), _where(scene), period(scene)
    if _("by {where}", where=formats.area_noun(scene.view.geography)) not in what:
        return _("{what} by {where}, {when}", what=what, where=where, when=when)
    if scene.view.borough is None:
        return _("{what}, {when}", what=what, when=when)
    borough = borough_name(scene, scene.view.borough)
    return _("{what} in {borough}, {when}", what=what, borough=borough, when=when)


def _where(scene: Scene) -> str:
    """The kind of area, and the borough where the view is of one."""
    noun, borough = formats.area_noun(scene.view.geography), scene.view.borough
    if borough is None:
        return noun
    return _("{noun} in {borough}", noun=noun, borough=borough_name(scene, borough))


def _what(scene: Scene) -> str:
    """The figure, and the industry where it is split and one is chosen."""
    title = titled(scene.release, scene.indicator, scene.view.geography, scene.view.industry)
    if scene.view.industry == ALL_INDUSTRIES:
        return title
    names = scene.indicator.industry_names
    return _("{what}, {industry}", what=title, industry=_(names[scene.view.industry]))


def map_sentence(scene: Scene) -> str:
    """The middle, the highest and the lowest published area, or that there is none.

    Figures to be read with care are left out, and said to be; where several areas share an end,
    none of them is named.
    """
    valued = {key: cell for key, cell in scene.cells().items() if cell.value is not None}
    doubtful = [key for key, cell in valued.items() if cell.status is Status.LOW_RELIABILITY]
    firm = {key: cell for key, cell in valued.items() if key not in doubtful}
    if not valued:
        return _("No area has a published figure for this period.")
    if not firm:
        return _("Every figure published for this period is to be read with care.")
    if any(cell.reason is Reason.NOISY for cell in firm.values()):
        return _noisy(scene, firm)
    left_out = ngettext(
        "{number} area to be read with care is left out.",
        "{number} areas to be read with care are left out.",
        len(doubtful),
    )
    return " ".join([*_ends(scene, firm), *([left_out] if doubtful else []), *_not_all(scene)])


def _noisy(scene: Scene, firm: Mapping[str, Cell]) -> str:
    """The middle of noisy figures, or the only one with its range; which is the highest is not
    known."""
    if len(firm) == 1:
        ((area_id, cell),) = firm.items()
        text = formats.with_unit(cell.value or 0.0, scene.indicator)
        blanks = {"top": _subject(scene, area_id), "middle": reasons.shown(text, [cell])}
        return _("{top} had {middle}, the only figure here for this period.", **blanks)
    values = [cell.value for cell in firm.values() if cell.value is not None]
    middle = formats.with_unit(median(values), scene.indicator)
    rest = _(
        "Figures are moved at random to protect people, so none is called the highest or the "
        "lowest."
    )
    return f"{_half(scene, values, middle)} {rest}"


def _half(scene: Scene, values: list[float], middle: str) -> str:
    """How many of the areas that have a figure reach the middle, as both are shown."""
    decimals = scene.indicator.decimals
    least = formats.rounded(median(values), decimals)
    count = sum(formats.rounded(value, decimals) >= least for value in values)
    blanks = {"middle": middle, "all": formats.integer(len(values))}
    if count * 2 == len(values):
        return _("Half of the {all} areas with a figure had {middle} or more.", **blanks)
    return ngettext(
        "{number} of the {all} areas with a figure had {middle} or more.",
        "{number} of the {all} areas with a figure had {middle} or more.",
        count,
        **blanks,
    )


def _not_all(scene: Scene) -> list[str]:
    """That the ends told are those of what is shown: the rest may lie beyond them."""
    if any(cell.status.is_hidden for cell in scene.cells().values()):
        return [beyond()]
    if scene.view.geography == Geography.STATE:
        count = len(scene.areas)
        return [ngettext("Only {number} state is shown.", "Only {number} states are shown.", count)]
    return []


def beyond() -> str:
    """What is to be known beside a highest and a lowest figure where some are hidden."""
    return _("Hidden figures may lie beyond these.")


@dataclass(frozen=True, slots=True)
class End:
    """The highest or the lowest figure as shown; `name` is empty where several areas share it, or
    it is cut off, so that nobody knows how high it is."""

    text: str
    with_unit: str
    name: str
    count: int


def _ends(scene: Scene, firm: Mapping[str, Cell]) -> list[str]:
    """The middle and both ends of figures, in sentences."""
    values = sorted(cell.value for cell in firm.values() if cell.value is not None)
    middle = formats.with_unit(median(values), scene.indicator)
    high, low = _end(scene, firm, values[-1]), _end(scene, firm, values[0])
    half = _half(scene, values, middle)
    if len(firm) == 1:
        blanks = {"top": _subject(scene, next(iter(firm))), "middle": high.with_unit}
        return [_("{top} had {middle}, the only figure here for this period.", **blanks)]
    if high.text == low.text:
        return [_("All published areas had {middle}.", middle=high.with_unit)]
    if high.name and low.name:
        return [_both_named(half, high, low, is_few=len(values) <= FEW_AREAS)]
    return [
        half,
        _("The highest, {area}, had {value}.", area=high.name, value=high.text)
        if high.name
        else ngettext(
            "{number} area has the highest, {value}.",
            "{number} areas share the highest, {value}.",
            high.count,
            value=high.text,
        ),
        _("The lowest, {area}, had {value}.", area=low.name, value=low.text)
        if low.name
        else ngettext(
            "{number} area has the lowest, {value}.",
            "{number} areas share the lowest, {value}.",
            low.count,
            value=low.text,
        ),
    ]


def _both_named(half: str, high: End, low: End, *, is_few: bool) -> str:
    blanks = {"top": high.name, "high": high.text, "bottom": low.name, "low": low.text}
    if is_few:
        blanks["high"] = high.with_unit
        return _("Highest in {top}: {high}. Lowest in {bottom}: {low}.", **blanks)
    ends = _("The highest, {top}, had {high} and the lowest, {bottom}, had {low}.", **blanks)
    return f"{half} {ends}"


def _subject(scene: Scene, area_id: str) -> str:
    """An area as a sentence begins with it."""
    return formats.first_upper(in_sentence(formats.area(scene.areas[area_id])))


def _end(scene: Scene, firm: Mapping[str, Cell], value: float) -> End:
    """The areas that have the value as it is shown: two that read alike share it."""
    text = formats.number(value, scene.indicator)
    sign = "%" if scene.indicator.unit.startswith("%") else ""
    sharing = {
        key: cell
        for key, cell in firm.items()
        if cell.value is not None and formats.number(cell.value, scene.indicator) == text
    }
    cells = list(sharing.values())
    is_sure = len(sharing) == 1 and not cells[0].is_cut_off
    name = in_sentence(formats.area(scene.areas[next(iter(sharing))])) if is_sure else ""
    unit = formats.with_unit(value, scene.indicator)
    shown = reasons.shown(text.removesuffix(sign) + sign, cells)
    return End(shown, reasons.shown(unit, cells), name, len(sharing))


def hidden_sentence(scene: Scene) -> str:
    """How many areas have no figure, a sentence a reason; empty where all have one.

    Parks and other areas a figure does not apply to are no gap, and not counted.
    """
    cells = {
        area_id: cell
        for area_id, cell in scene.cells().items()
        if cell.status is not Status.NOT_APPLICABLE
    }
    areas_of: dict[Why, list[str]] = {}
    for area_id, cell in cells.items():
        if cell.value is None:
            areas_of.setdefault((cell.status, cell.reason), []).append(area_id)
    ordered = sorted(areas_of, key=lambda why: (-len(areas_of[why]), why[0], why[1] or ""))
    return " ".join(
        reasons.sentence(
            *why, len(areas_of[why]), len(cells), _mostly(scene, areas_of[why], why[0])
        )
        for why in ordered
    )


def _mostly(scene: Scene, hidden: list[str], status: Status) -> str:
    """Who hiding hits: one borough, or small areas; empty where neither stands out."""
    if not status.is_hidden:
        return ""
    boroughs = [scene.areas[area_id].borough_id for area_id in hidden]
    common = max(set(boroughs), key=boroughs.count)
    if common is not None and len(hidden) > 4 and boroughs.count(common) * 2 > len(hidden):
        return _("mostly in {borough}", borough=borough_name(scene, common))
    sizes = [area.population for area in scene.areas.values() if area.population]
    small = (
        [area_id for area_id in hidden if (scene.areas[area_id].population or 0) < median(sizes)]
        if sizes
        else []
    )
    return _("mostly small ones") if len(small) * 3 > len(hidden) * 2 else ""


def borough_name(scene: Scene, borough_id: str) -> str:
    """A borough as it stands inside a sentence: "the Bronx"."""
    name = scene.release.area(Geography.BOROUGH, borough_id).name
    return in_sentence(name)


def in_sentence(name: str) -> str:
    """A borough's or the city's name with its article."""
    return {"Bronx": _("the Bronx"), "New York City": _("the city")}.get(name, name)


def at(frame: Frame, area_id: str, scene: Scene) -> Cell | None:
    """The observation of an area of another frame in the period shown; None where it has none."""
    if area_id not in frame.areas:
        return None
    position = frame.nearest(scene.last)
    return frame.cell(area_id, position) if frame.periods[position][1] == scene.last else None


def comparison(scene: Scene, area: Area, own_frame: Frame) -> str:
    """An area against its borough and the city in the period shown; empty where it cannot be."""
    return compared_with(scene, area, own_frame, scene.around(area))


def compared_with(
    scene: Scene, area: Area, own_frame: Frame, around: Sequence[tuple[Area, Frame]]
) -> str:
    """An area against others in the period shown, each with the frame it is in; of a total nothing
    is said, as a whole has more than its parts."""
    own = at(own_frame, area.id, scene)
    if own is None or own.value is None or adds_up(scene):
        return ""
    against = []
    for wider, frame in around:
        wider_cell = at(frame, wider.id, scene)
        if wider_cell is not None and wider_cell.value is not None:
            against.append((wider, wider_cell.value))
    if not against:
        return ""
    named = [
        _(
            "{place} ({value})",
            place=in_sentence(wider.name),
            value=formats.number(value, scene.indicator),
        )
        for wider, value in against
    ]
    return _verdict(own.value, [value for _wider, value in against], named, scene.indicator)


def adds_up(scene: Scene) -> bool:
    """Whether a larger area has more of it, as of a count or a sum of money: a part is always
    below its whole."""
    is_sum_of_money = scene.indicator.id in scene.source.policy.additive
    return scene.indicator.measure is Measure.COUNT or is_sum_of_money


def _verdict(own: float, others: list[float], named: list[str], indicator: Indicator) -> str:
    """Above or below only by more than the margin of a survey and the rounding shown; else about
    the same, too close to tell, or left to the reader."""
    shown, places = formats.rounded(own, indicator.decimals), formats.listed(named)
    rounded = [formats.rounded(value, indicator.decimals) for value in others]
    closer_than = margin(indicator)
    if closer_than and all(abs(own - value) < closer_than for value in others):
        is_given = closer_than != NOT_GIVEN
        words = _("Too close to tell from {places}.", places=places)
        return words if is_given else _("Compare {places}.", places=places)
    if all(shown == value for value in rounded):
        return _("The same as {places}.", places=places)
    if all(are_close(own, value, indicator) for value in others):
        return _("About the same as {places}.", places=places)
    is_open = any(
        are_close(own, value, indicator) or abs(own - value) < closer_than for value in others
    )
    if is_open or min(others) < own < max(others):
        return _("Compare {places}.", places=places)
    above = _("Above {places}.", places=places)
    return above if own > max(others) else _("Below {places}.", places=places)
