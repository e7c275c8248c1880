"""The directories as delivered: one CSV a community, whose columns drift, and their words."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.delivery import cells
from data_loaders.delivery.findings import Report
from data_loaders.delivery.opening import DamagedError, text_bytes
from data_loaders.delivery.tables import TextFormat, places, text_table
from data_loaders.observations.points import areas_at
from data_loaders.sources.partners.betanyc_directory.indicators import (
    DELIVERY,
    LISTED,
    OWNER_GROUP_A,
    OWNER_GROUP_B,
    PICK_UP,
    SPECIAL_HOURS,
)
from data_loaders.vocabulary.geography import UNALLOCATED
from data_loaders.vocabulary.model import Geography

NAME, STATUS, UPDATED, HOURS = "Name", "Status", "Last Updated", "Special Accommodation Hours"
LATITUDE, LONGITUDE = "Latitude", "Longitude"
OFFERED = {PICK_UP.id: "Pickup Offered", DELIVERY.id: "Delivery Offered"}
REQUIRED = (NAME, STATUS, UPDATED, HOURS, LATITUDE, LONGITUDE, *OFFERED.values())
# Not every directory asks who owns a business.
OWNED = {OWNER_GROUP_A.id: "Black Owned Business", OWNER_GROUP_B.id: "MWBE"}
# Columns that stand in one directory or another and never pass the door, in every spelling met.
NEVER_READ = (
    *("Category", "Sub-Category", "Sub Categories", "Sub Category", "Phone", "Hours", "Source"),
    *("Address", "Email", "Website", "Website/Social Media", "Instagram", "Notes", "Admin Notes"),
    *("Contributor", "Last Modified by", "Last modified by", "Spreadsheet Update Notes"),
    *("Delivery/Pickup Notes", "Update Requests", "Special Offers", "Fundraiser", "Giftcard"),
    *("id", "Neighborhood", "Pod", "Zip Code", "Zipcode", "Created time", "Donate", "Open Time"),
    *("Close Time", "Opening Date", "Closure Date", "Closure Type", "Outdoor Space"),
    *("Indoor Seating", "Indoor Seating Offered", "Outside Seating Offered", "Shipping Offered"),
    *("Outdoor Heating Available", "SNAP/EBT", "WIC", "Outreach Date", "Outreach Type", "LGBTQ"),
    *("BIPOC Owned", "Type of Service", "Delivery Apps"),
)
CITY_TIME = "America/New_York"
FIRST_DAY = date(2020, 3, 1)
IS_OPEN = {
    **dict.fromkeys(("open", "opened"), "yes"),
    **dict.fromkeys(("closed", "closed until further notice", "follow-up", "not sure"), "no"),
    **dict.fromkeys(("no answer", "no answer on phone", "unknown"), "no"),
}
IS_OFFERED = {
    **dict.fromkeys(("yes", "yes (call ahead)", "yes (call for delivery)"), "yes"),
    "yes - limited zone": "yes",
    "no": "no",
}
IS_OWNED = {"true": "yes", "yes": "yes", "false": "no", "no": "no"}
SET_ASIDE = r"\d\s*[ap]m\b|\bseniors?\b"
NO_HOURS = r"none|two-for-one offers.*|extended pharmacy hours.*"


def entries(report: Report, path: Path, as_of: date) -> pd.DataFrame | None:
    """Open businesses of one directory: name and place to tell them apart, borough, answers.

    An answer the directory does not ask for is missing, one an entry leaves empty is no.
    """
    header = _header(report, path)
    if header is None:
        return None
    read = tuple(name for name in header if name in (*REQUIRED, *OWNED.values()))
    table = text_table(report, path, TextFormat(columns=header, read=read))
    if table is None:
        return None
    file = path.name
    _check_updates(report, file, table[UPDATED], as_of)
    place = {
        name: cells.numbers(report, file, table[name], least=least, most=most)
        for name, (least, most) in {LATITUDE: (-90, 90), LONGITUDE: (-180, 180)}.items()
    }
    businesses = pd.DataFrame(
        {
            "name": table[NAME].str.strip().str.lower(),
            **place,
            "updated": table[UPDATED],
            "area_id": _boroughs(report, file, place[LATITUDE], place[LONGITUDE]),
            LISTED.id: _yes(report, file, table[STATUS].fillna("open"), IS_OPEN, "statuses"),
            SPECIAL_HOURS.id: _has_hours(report, file, table[HOURS]),
        }
    )
    for name, column in OFFERED.items():
        businesses[name] = _yes(report, file, table[column], IS_OFFERED, "answers")
    for name, column in OWNED.items():
        asked = column in read
        answers = _yes(report, file, table[column], IS_OWNED, "answers") if asked else None
        businesses[name] = pd.Series(answers, index=businesses.index, dtype="boolean")
    return businesses[businesses[LISTED.id]].reset_index(drop=True)


def _header(report: Report, path: Path) -> tuple[str, ...] | None:
    """The columns a directory has; None, with the reason, where one is needed or not known."""
    try:
        with text_bytes(path) as raw:
            text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")
            names = tuple(name.strip() for name in next(csv.reader(text), []))
    except DamagedError as error:
        report.stop(path.name, error.found, error.expected, error.mend)
        return None
    absent = [name for name in REQUIRED if name not in names]
    known = (*REQUIRED, *OWNED.values(), *NEVER_READ)
    unknown = {place: name for place, name in enumerate(names, start=1) if name not in known}
    if absent:
        report.stop(path.name, f"columns {absent} missing", ", ".join(REQUIRED), cells.NEXT)
    if unknown:
        expected = "columns met before"
        report.stop(path.name, f"unknown {places(unknown)}", expected, cells.NEXT)
    return None if absent or unknown else names


def _check_updates(report: Report, file: str, column: pd.Series, as_of: date) -> None:
    """Times must be times, none after the directory was delivered; an entry may have none."""
    filled = column.dropna()
    times = pd.to_datetime(filled, format="%Y-%m-%dT%H:%M:%S.%fZ", errors="coerce", utc=True)
    days = times.dt.tz_convert(CITY_TIME).dt.tz_localize(None).dt.normalize()
    wrong = ~days.between(pd.Timestamp(FIRST_DAY), pd.Timestamp(as_of))
    if wrong.any():
        report.stop(
            file,
            f"{UPDATED}: no time that can be",
            f"a time like 2020-04-29T01:29:25.000Z, {FIRST_DAY} to {as_of}",
            cells.NEXT,
            filled.index[wrong],
        )


def _boroughs(report: Report, file: str, lat: pd.Series, lng: pd.Series) -> pd.Series:
    boroughs = areas_at(lat, lng, Geography.BOROUGH)
    nowhere = boroughs.eq("")
    if nowhere.any():
        report.note(
            file,
            "businesses without coordinates, or in no borough",
            "coordinates in New York City",
            "They count in the city's totals, in no borough.",
            boroughs.index[nowhere],
        )
    return boroughs.mask(nowhere, UNALLOCATED)


def _yes(
    report: Report, file: str, column: pd.Series, known: dict[str, str], what: str
) -> pd.Series:
    return cells.answers(report, file, column, known, what).eq("yes")


def _has_hours(report: Report, file: str, column: pd.Series) -> pd.Series:
    """Whether an entry names hours set aside; words that are no hours are said, not counted."""
    text = column.str.strip().str.lower()
    hours, none = text.str.contains(SET_ASIDE, na=False), text.str.fullmatch(NO_HOURS, na=False)
    strange = text.notna() & text.ne("") & ~hours & ~none
    if strange.any():
        report.note(
            file, f"{HOURS}: no hours", "hours like 8am-9am", "Not counted.", text.index[strange]
        )
    return hours & ~none
