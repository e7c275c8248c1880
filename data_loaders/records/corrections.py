"""Corrections to numbers this site has published: what was wrong, the old and the new values.

They are kept in `data/corrections.toml`, the oldest at its end. A correction is not a revision: a
publisher's newer figures are told in the notes of a release. Who noticed is a role out of a closed
list, so that no person has a field here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from data_loaders.records.described import described
from data_loaders.records.invention import somebody
from data_loaders.records.known_names import forget_words, read_names
from data_loaders.records.model import Id, Text
from data_loaders.records.places import line_of
from data_loaders.records.reading import Fault, RecordsError, not_the_schema, not_toml
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Geography,
    Indicator,
    Publication,
    Source,
    Status,
)

FILE = installation.CORRECTIONS
Value = float | Status  # a number in the indicator's unit, or why there was none


class Role(StrEnum):
    """Who noticed a wrong number."""

    MAINTAINER = "a maintainer"
    REVIEWER = "a reviewer"
    READER = "a reader"
    PUBLISHER = "the publisher"
    PARTNER = "a partner"
    CITY = "a City agency"


class CorrectedValue(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One value as it was shown and as it is: of a figure, an area and a period (both days in)."""

    figure: Id
    geography: Geography
    area: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
    first: date
    last: date
    old: Value
    new: Value
    industry: str = ALL_INDUSTRIES


class Correction(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One fault and every figure it touched.

    `changes` are examples of changed values; `count` says how many values did, where that is known.
    There are none where every figure is one that may be shown and not passed on, or computed from
    such alone: this file and its feed would pass it on.
    """

    id: Id
    corrected_on: date
    noticed_by: Role
    title: Text
    what_was_wrong: Text
    what_is_right: Text
    figures: Annotated[tuple[Id, ...], Meta(min_length=1)]
    changes: tuple[CorrectedValue, ...] = ()
    count: Annotated[int, Meta(ge=1)] | None = None
    is_simulated: bool = False


class Corrections(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    corrections: tuple[Correction, ...] = ()


@cache
def corrections() -> tuple[Correction, ...]:
    """Every correction that ships, newest first. RecordsError where one has a fault."""
    every, faults = read_corrections(FILE, described())
    forget_words()
    if faults:
        raise RecordsError(faults)
    return every


def read_corrections(
    path: Path, sources: Mapping[str, Source], today: date | None = None
) -> tuple[tuple[Correction, ...], tuple[Fault, ...]]:
    """The corrections of a file, and every fault in it; with `today` days to come are faults."""
    text = path.read_text("utf-8")
    try:
        every = msgspec.convert(tomllib.loads(text), Corrections).corrections
    except tomllib.TOMLDecodeError as error:
        return (), (not_toml(path.name, str(error), text),)
    except msgspec.ValidationError as error:
        return (), (not_the_schema(path.name, str(error), text),)
    known = _figures(sources)
    faults = [
        Fault(path.name, line_of(text, at), what, how)
        for at, what, how in (*_order(every), *_each(every, known, today), *_named(every))
    ]
    return every, tuple(sorted(faults))


@dataclass(frozen=True, slots=True)
class _Figure:
    """An indicator, and whether its values may be passed on."""

    indicator: Indicator
    is_passed_on: bool


def _figures(sources: Mapping[str, Source]) -> dict[str, _Figure]:
    """Every figure by id. Not passed on is what is only shown, and what comes from such alone."""
    only_shown = {each.id for each in sources.values() if each.publication is Publication.SHOW}
    figures: dict[str, _Figure] = {}
    for source in sources.values():
        for each in source.indicators:
            inputs = {reference.partition(":")[0] for reference in each.derived_from}
            comes_from = inputs or {source.id}
            figures[each.id] = _Figure(each, not comes_from <= only_shown)
    return figures


Problem = tuple[str, str, str]  # where in the file, what, how to mend it


def _order(every: tuple[Correction, ...]) -> Iterator[Problem]:
    """Ids are given once, and the newest correction stands first."""
    seen: set[str] = set()
    for position, each in enumerate(every):
        at = f"$.corrections[{position}]"
        if each.id in seen:
            yield f"{at}.id", f"{each.id} is there twice", "Give each correction an id of its own"
        seen.add(each.id)
        if position and each.corrected_on > every[position - 1].corrected_on:
            yield f"{at}.corrected_on", "newer than the one above it", "Put the newest first"


def _named(every: tuple[Correction, ...]) -> Iterator[Problem]:
    """Names that may be a person's, in the sentences of each correction."""
    names = read_names(installation.records(), ())[0]
    for position, each in enumerate(every):
        for field in ("title", "what_was_wrong", "what_is_right"):
            yield from somebody(f"$.corrections[{position}].{field}", getattr(each, field), names)


def _each(
    every: tuple[Correction, ...], figures: Mapping[str, _Figure], today: date | None
) -> Iterator[Problem]:
    for position, correction in enumerate(every):
        at = f"$.corrections[{position}]"
        if today and correction.corrected_on > today:
            yield f"{at}.corrected_on", "a day to come", "Write the day it was corrected"
        for figure in correction.figures:
            if figure not in figures:
                how = "Use the id of a figure this site has; /data lists them"
                yield f"{at}.figures", f"no figure is called {figure}", how
        passed_on = [each for each in correction.figures if _is_passed_on(figures, each)]
        if passed_on and not correction.changes:
            how = (
                "Add [[corrections.changes]] with the old and the new value of one area and period"
            )
            yield at, f"no old and new value of {passed_on[0]}", how
        if correction.count is not None and correction.count < len(correction.changes):
            how = "Write how many values changed in all, or leave count out"
            yield f"{at}.count", "fewer than the values listed", how
        for number, value in enumerate(correction.changes):
            yield from _value(f"{at}.changes[{number}]", value, correction, figures)


def _is_passed_on(figures: Mapping[str, _Figure], figure: str) -> bool:
    return figure in figures and figures[figure].is_passed_on


def _value(
    at: str, value: CorrectedValue, correction: Correction, figures: Mapping[str, _Figure]
) -> Iterator[Problem]:
    if value.figure not in correction.figures:
        how = "Add it to figures, or correct its name"
        yield f"{at}.figure", f"{value.figure} is not among the correction's figures", how
    figure = figures.get(value.figure)
    if figure and value.geography not in figure.indicator.geographies:
        known = ", ".join(figure.indicator.geographies)
        yield f"{at}.geography", f"{value.figure} has no such boundaries", f"Use one of: {known}"
    if figure and not figure.is_passed_on:
        how = "Leave its values out and say in words what was wrong: this file passes them on"
        yield f"{at}.figure", f"{value.figure} may be shown and not passed on", how
    for name in ("old", "new"):
        if isinstance(number := getattr(value, name), float) and not isfinite(number):
            yield f"{at}.{name}", f"{number} is no finite number", "Write a number or a status"
    if value.old == value.new:
        yield f"{at}.new", "the old and the new value are the same", "Leave out what did not change"
    if value.last < value.first:
        yield f"{at}.last", "a period that ends before it begins", "Correct one of the days"
