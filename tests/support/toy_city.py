"""A city of three invented districts and one source, as `docs/another-city.md` makes one.

A program of its own, as a city is named once, before anything else is loaded:
`python -m tests.support.toy_city FOLDER PATH…` prints each page.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

from data_loaders.vocabulary import city_terms, events, geography, installation, services, unmet
from data_loaders.vocabulary.geography import Borough
from data_loaders.vocabulary.model import Area, Geography
from data_loaders.vocabulary.shapes import Shapes

CITY = "TOY"
TERMS = {
    "NYC Recovery": "Toytown Recovery",
    "City of New York": "City of Toytown",
    "New York City": "Toytown",
    "New York": "Toytown",
    "New Yorkers": "Toytowners",
    "a ZIP, a neighborhood or a borough": "a district",
    "ZIP, neighborhood or borough": "District",
    "neighborhood": "district",
    "neighborhoods": "districts",
    "ZIP code": "district",
    "ZIP area": "district",
    "ZIP areas": "districts",
    "ZIP": "district",
    "borough": "district",
    "boroughs": "districts",
    "five boroughs": "three districts",
}
HELP = services.Service(None, "Town hall", "https://toytown.example/help")
DISTRICTS = {"HB": "Harbor", "HL": "Hill", "MW": "Meadow"}


def name_the_city(folder: Path) -> None:
    """All that is New York's in the vocabulary, said of another city."""
    import msgspec

    city_terms.TERMS = TERMS
    city_terms.SEARCHED = ("Harbor", "Hill")
    services.SERVICES = (HELP,)
    events.EVENTS, unmet.UNMET = (), ()
    geography.CITY_ID = CITY
    geography.BOROUGHS = tuple(
        Borough(code, name, county=name, fips=f"9900{place}", dcp=place, ehdp=place)
        for place, (code, name) in enumerate(DISTRICTS.items(), start=1)
    )
    geography.BOROUGH_IDS = tuple(DISTRICTS)
    geography.BOROUGH_OF_NAME = {name: code for code, name in DISTRICTS.items()}
    districts = [
        Area(code, name, Geography.BOROUGH, borough_id=code, population=50_000)
        for code, name in DISTRICTS.items()
    ]
    city = Area(CITY, "Toytown", Geography.CITY, population=150_000)
    areas = {Geography.CITY: (city,), Geography.BOROUGH: tuple(districts)}
    geography.AREAS_FILE = folder / "areas.json"
    geography.AREAS_FILE.write_bytes(msgspec.json.encode(areas))


def keep_its_own_records(folder: Path) -> None:
    """A city that has no partners, uses, projects and corrections on record yet."""
    (folder / "records").mkdir()
    os.environ["RECORDS"] = str(folder / "records")
    installation.CORRECTIONS = folder / "corrections.toml"
    installation.SITE_CHANGES = folder / "site_changes.toml"
    for path in (installation.CORRECTIONS, installation.SITE_CHANGES):
        path.write_text("")


def _shapes() -> Shapes:
    """Three districts beside one another, each a slanted box."""
    corners = {code: (place * 30, 0) for place, code in enumerate(DISTRICTS)}
    return Shapes(
        Geography.BOROUGH,
        100,
        40,
        False,
        "the test",
        {code: f"M{x} {y}l25 0 0 35-25 0z" for code, (x, y) in corners.items()},
        {code: (x + 12.0, y + 17.0) for code, (x, y) in corners.items()},
    )


def publish(folder: Path) -> None:
    """A release of one source: monthly filings of each district and the city."""
    import msgspec

    from data_loaders.curate.publication.build import build
    from data_loaders.observations.table import tidy
    from data_loaders.vocabulary.model import Place
    from data_loaders.vocabulary.progress import SILENT
    from tests.support.tiny import COURTS, FILINGS, observed, plan

    months = [(2020 + month // 12, month % 12 + 1) for month in range(30)]
    text = "area_id,period_start,period_end,value,status\n"
    lines = {"borough": text, "city": text}
    for place, code in enumerate([*DISTRICTS, CITY], start=1):
        level = "city" if code == CITY else "borough"
        for number, (year, month) in enumerate(months):
            last = date(year + month // 12, month % 12 + 1, 1).toordinal() - 1
            value = 60 + 3 * number if code == CITY else place * 10 + number
            day = date.fromordinal(last)
            lines[level] += f"{code},{year}-{month:02}-01,{day},{value},normal\n"
    indicator = replace(FILINGS, geographies=(Geography.BOROUGH, Geography.CITY), baseline="2020")
    source = replace(COURTS, indicators=(indicator,))
    tables = [observed(each, "filings", level) for level, each in lines.items()]
    installation.CONTRACTS = folder / "contracts"
    installation.CONTRACTS.mkdir()
    (installation.CONTRACTS / "sources.json").write_bytes(msgspec.json.encode([source]))
    made = ModuleType(source.id)
    vars(made).update(SOURCE=source, read=lambda _folder: tidy(tables))
    within = {Geography.CITY: (CITY,), Geography.BOROUGH: ("HB",)}
    harbor = Place("HB", "Harbor", "borough", "HB", (), within)
    planned = plan(folder / "releases", [made])
    build(replace(planned, shapes={Geography.BOROUGH: _shapes()}, places=(harbor,)), SILENT)


def main(folder: Path, paths: list[str]) -> None:
    name_the_city(folder)
    keep_its_own_records(folder)
    publish(folder)
    from tests.support.sites import serving_from

    with serving_from(folder / "releases") as client:
        pages = {path: client.get(path) for path in paths}
        told = {
            path: (each.status_code, each.get_data(as_text=True)) for path, each in pages.items()
        }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
