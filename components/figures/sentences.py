"""Sentences a reader may quote, generated from the figures; each whole and translatable."""

from __future__ import annotations

from statistics import median

from components.figures.scene import Scene
from components.text import formats
from components.text.words import _, ngettext
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Area, Geography, Indicator, Status

FEW_AREAS = 6


def period(scene: Scene) -> str:
    """The period of a view in words."""
    return formats.period(scene.first, scene.last, scene.indicator.frequency)


def map_title(scene: Scene) -> str:
    """What, where, when."""
    return _(
        "{what} by {where}, {when}",
        what=_what(scene),
        where=_where(scene),
        when=period(scene),
    )


def _where(scene: Scene) -> str:
    """The kind of area, and the borough where the view is of one."""
    noun, borough = formats.area_noun(scene.view.geography), scene.view.borough
    if borough is None:
        return noun
    return _("{noun} in {borough}", noun=noun, borough=borough_name(scene, borough))


def _what(scene: Scene) -> str:
    """The figure, and the industry where it is split and one is chosen."""
    title = _(scene.indicator.title)
    if scene.view.industry == ALL_INDUSTRIES:
        return title
    names = scene.indicator.industry_names
    return _("{what}, {industry}", what=title, industry=_(names[scene.view.industry]))


def map_sentence(scene: Scene) -> str:
    """The middle, the highest and the lowest published area, or that there is none."""
    valued = sorted(
        (
            (cell.value, area_id)
            for area_id, cell in scene.cells().items()
            if cell.value is not None
        ),
        key=lambda pair: pair[0],
    )
    if not valued:
        return _("No area has a published figure for this period.")
    low, high = valued[0], valued[-1]
    blanks = {
        "noun": formats.area_noun(scene.view.geography),
        "middle": formats.with_unit(median(value for value, _id in valued), scene.indicator),
        "top": formats.area(scene.areas[high[1]]),
        "high": formats.number(high[0], scene.indicator),
        "bottom": formats.area(scene.areas[low[1]]),
        "low": formats.number(low[0], scene.indicator),
    }
    if len(valued) == 1:
        return _("{top} had {middle}, the only figure published for this period.", **blanks)
    if high[0] == low[0]:
        return _("All published areas had {middle}.", **blanks)
    if len(valued) <= FEW_AREAS:
        blanks["high"] = formats.with_unit(high[0], scene.indicator)
        return _("Highest in {top}: {high}. Lowest in {bottom}: {low}.", **blanks)
    return _(
        "The middle {noun} had {middle}; the highest, {top}, had {high} and the lowest, {bottom}, "
        "had {low}.",
        **blanks,
    )


def hidden_sentence(scene: Scene) -> str:
    """How many areas are hidden or without a figure, and which kind; empty when none is.

    Parks and other areas a figure does not apply to are no gap, and not counted.
    """
    cells = {
        area_id: cell
        for area_id, cell in scene.cells().items()
        if cell.status is not Status.NOT_APPLICABLE
    }
    hidden = [area_id for area_id, cell in cells.items() if cell.status.is_hidden]
    missing = [
        area_id for area_id, cell in cells.items() if cell.value is None and area_id not in hidden
    ]
    parts = []
    if hidden:
        parts.append(_hidden_part(scene, hidden, len(cells)))
    if missing:
        parts.append(
            ngettext(
                "{number} of {total} areas has no figure.",
                "{number} of {total} areas have no figure.",
                len(missing),
                total=formats.integer(len(cells)),
            )
        )
    return " ".join(parts)


def _hidden_part(scene: Scene, hidden: list[str], total: int) -> str:
    count = len(hidden)
    shown = formats.integer(total)
    or_none = scene.has(Status.WITHHELD_OR_NONE)
    where = _mostly(scene, hidden)
    if or_none and where:
        return ngettext(
            "{number} of {total} areas is hidden or had none, {where}.",
            "{number} of {total} areas are hidden or had none, {where}.",
            count,
            total=shown,
            where=where,
        )
    if or_none:
        return ngettext(
            "{number} of {total} areas is hidden or had none.",
            "{number} of {total} areas are hidden or had none.",
            count,
            total=shown,
        )
    if where:
        return ngettext(
            "{number} of {total} areas is hidden to protect people, {where}.",
            "{number} of {total} areas are hidden to protect people, {where}.",
            count,
            total=shown,
            where=where,
        )
    return ngettext(
        "{number} of {total} areas is hidden to protect people.",
        "{number} of {total} areas are hidden to protect people.",
        count,
        total=shown,
    )


def _mostly(scene: Scene, hidden: list[str]) -> str:
    """Whom hiding hits: one borough, or small areas; empty where neither stands out."""
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
    own = at(own_frame, area.id, scene)
    if own is None or own.value is None:
        return ""
    against = []
    for wider, frame in scene.around(area):
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


def _verdict(own: float, others: list[float], named: list[str], indicator: Indicator) -> str:
    """Above, below, or between, judged at the precision shown."""
    shown = formats.rounded(own, indicator.decimals)
    rounded = [formats.rounded(value, indicator.decimals) for value in others]
    places = formats.listed(named)
    if all(shown < value for value in rounded):
        return _("Below {places}.", places=places)
    if all(shown > value for value in rounded):
        return _("Above {places}.", places=places)
    if all(shown == value for value in rounded):
        return _("The same as {places}.", places=places)
    return _("Compare {places}.", places=places)
