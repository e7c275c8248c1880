"""Reading the volunteers' lists: which columns are read, and what their words mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import numbers, read_csv, reject_rows
from data_loaders.sources.public.betanyc_open_maps.indicators import (
    DELIVERY,
    LISTED,
    PICK_UP,
    SENIOR_HOURS,
)
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import Geography

NAME, UPDATED, STATUS = "Name", "Last Updated", "Status"
LATITUDE, LONGITUDE = "Latitude", "Longitude"
SPECIAL_HOURS = "Special Accommodation Hours"
OFFERED = {PICK_UP: "Pickup Offered", DELIVERY: "Delivery Offered"}
# The only columns kept: the lists hold phone numbers, addresses and volunteers' notes.
COLUMNS = (NAME, UPDATED, STATUS, LATITUDE, LONGITUDE, SPECIAL_HOURS, *OFFERED.values())
LATITUDES, LONGITUDES = (40.0, 45.1), (-80.0, -71.8)
CITY_TIME = "America/New_York"
# The publisher's words, in small letters. An unknown one stops the source.
IS_OPEN = {
    **dict.fromkeys(("", "open", "opened"), True),
    **dict.fromkeys(("closed", "closed until further notice", "follow-up", "not sure"), False),
    **dict.fromkeys(("no answer", "no answer on phone", "unknown"), False),
}
IS_OFFERED = {
    **dict.fromkeys(("yes", "yes (call ahead)", "yes (call for delivery)"), True),
    "yes - limited zone": True,
    "no": False,
}
NOT_SET_ASIDE = (
    "none",
    "two-for-one offers on select merchandise!",
    "extended pharmacy hours: thur & fri: 7:30 pm",
)
SET_ASIDE = r"\d\s*[ap]m\b|\bseniors?\b"


@dataclass(frozen=True, slots=True)
class Directory:
    """One list: its file and the neighborhoods (2020) it set out to cover."""

    file: str
    url: str
    district: frozenset[str]


def _queens() -> frozenset[str]:
    neighborhoods = geography.areas()[Geography.NTA2020]
    return frozenset(area.id for area in neighborhoods if area.borough_id == "QN")


DIRECTORIES = (
    Directory(
        "open-business-directory_north-brooklyn_rows.csv",
        "https://raw.githubusercontent.com/BetaNYC/open-business-directory/gh-pages/data/rows.csv",
        frozenset({"BK0101", "BK0102", "BK0103", "BK0104"}),
    ),
    Directory(
        "whats-open-east-village_rows.csv",
        "https://raw.githubusercontent.com/zhik/whats-open-east-village/gh-pages/data/rows.csv",
        frozenset({"MN0303"}),
    ),
    Directory(
        "whos-open-queens_rows.csv",
        "https://raw.githubusercontent.com/zhik/whos-open-queens/gh-pages/data/rows.csv",
        _queens(),
    ),
)


def entries_of(path: Path) -> pd.DataFrame:
    """The businesses of a list, each once: where it lies and a column an indicator."""
    table = read_csv(path, COLUMNS, only_required=True, of_lines=(NAME, SPECIAL_HOURS))
    entries = pd.DataFrame(
        {
            "name": table[NAME].str.strip().str.lower(),
            "updated": _days(path, table[UPDATED]),
            "lat": _degrees(path, table[LATITUDE], LATITUDES),
            "lng": _degrees(path, table[LONGITUDE], LONGITUDES),
            LISTED.id: _words(path, table[STATUS].fillna(""), IS_OPEN),
            SENIOR_HOURS.id: _set_aside(path, table[SPECIAL_HOURS]),
        }
    )
    for indicator, column in OFFERED.items():
        entries[indicator.id] = _words(path, table[column], IS_OFFERED)
    # Of a business entered twice the entry updated last counts.
    entries = entries.sort_values("updated", na_position="first", kind="stable")
    return entries.drop_duplicates(["name", "lat", "lng"], keep="last")


def _days(path: Path, column: pd.Series) -> pd.Series:
    """The city's day of each time; an entry may have none."""
    times = pd.to_datetime(column, format="%Y-%m-%dT%H:%M:%S.%fZ", errors="coerce", utc=True)
    reject_rows(path, column, times.isna() & column.notna(), "a time like 2020-04-29T01:29:25.000Z")
    return times.dt.tz_convert(CITY_TIME).dt.tz_localize(None).dt.normalize()


def _degrees(path: Path, column: pd.Series, ends: tuple[float, float]) -> pd.Series:
    """A coordinate of New York State: an address may be placed wrongly, but not at sea."""
    degrees = numbers(path, column)
    is_outside = degrees.notna() & ~degrees.between(*ends)
    reject_rows(path, column, is_outside, f"degrees from {ends[0]:g} to {ends[1]:g}")
    return degrees


def _words(path: Path, column: pd.Series, known: Mapping[str, bool]) -> pd.Series:
    """The publisher's words as yes, no or, where there are none, nothing."""
    answers = column.str.strip().str.lower().map(known)
    reject_rows(path, column, answers.isna() & column.notna(), f"one of {list(known)}")
    return answers


def _set_aside(path: Path, column: pd.Series) -> pd.Series:
    """Whether an entry names hours set aside; nothing where it has no text."""
    text = column.str.strip().str.lower()
    no, yes = text.isin(NOT_SET_ASIDE), text.str.contains(SET_ASIDE, na=False)
    reject_rows(path, column, ~no & ~yes & text.notna(), "hours like 8am-9am, or None")
    return (yes & ~no).astype("object").where(text.notna())
