"""Changes to the site that readers should know of, as `data/site_changes.toml` keeps them."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from data_loaders.records.invention import somebody
from data_loaders.records.known_names import forget_words, read_names
from data_loaders.records.model import Id, Text
from data_loaders.records.places import line_of
from data_loaders.records.reading import Fault, RecordsError, not_the_schema, not_toml
from data_loaders.vocabulary import installation

FILE = installation.SITE_CHANGES


class SiteChange(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing that is new on the site, or works in another way."""

    id: Id
    on: date
    title: Text
    what: Text


class SiteChanges(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    changes: tuple[SiteChange, ...] = ()


@cache
def site_changes() -> tuple[SiteChange, ...]:
    """Every change that ships, newest first. RecordsError where one has a fault."""
    every, faults = read_site_changes(FILE)
    forget_words()
    if faults:
        raise RecordsError(faults)
    return every


def read_site_changes(path: Path) -> tuple[tuple[SiteChange, ...], tuple[Fault, ...]]:
    """The changes of a file, and every fault in it."""
    text = path.read_text("utf-8")
    try:
        every = msgspec.convert(tomllib.loads(text), SiteChanges).changes
    except tomllib.TOMLDecodeError as error:
        return (), (not_toml(path.name, str(error), text),)
    except msgspec.ValidationError as error:
        return (), (not_the_schema(path.name, str(error), text),)
    faults: list[Fault] = []
    names = read_names(installation.records(), ())[0]
    for position, each in enumerate(every):
        earlier = every[:position]
        at = f"$.changes[{position}]"
        if each.id in {other.id for other in earlier}:
            line = line_of(text, f"{at}.id")
            faults.append(Fault(path.name, line, f"{each.id} is there twice", "Give it another id"))
        if earlier and each.on > earlier[-1].on:
            line = line_of(text, f"{at}.on")
            faults.append(
                Fault(path.name, line, "newer than the one above", "Put the newest first")
            )
        for field in ("title", "what"):
            for place, what, how in somebody(f"{at}.{field}", getattr(each, field), names):
                faults.append(Fault(path.name, line_of(text, place), what, how))
    return every, tuple(faults)
