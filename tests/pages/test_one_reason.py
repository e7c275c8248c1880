"""One value without a figure has one reason: map, legend, table, tooltip, CSV, API and its page."""

from __future__ import annotations

import csv
import html
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from random import Random

import pytest
from flask.testing import FlaskClient

from components.text import reasons
from data_loaders.released.release import Release
from data_loaders.released.view import is_mapped
from data_loaders.released.view_reading import opening_industry
from data_loaders.vocabulary.frames import Cell, cell_of
from data_loaders.vocabulary.model import Publication
from tests.support.made.shipped_demonstration import shipped_demonstration
from tests.support.made.shipped_digest import shipped_digest
from tests.support.sites import serving_from

LEGEND = re.compile(r'<ul class="reasons">(.*?)</ul>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
AT_EVERY_RUN, SEED = 6, 11
ADDRESSES = count(1)  # each asks from an address of its own, so that none asks too often


@dataclass(frozen=True)
class Missing:
    """A figure on a map in the period with the most reasons for having no value, and these."""

    figure: str
    query: str
    end: str
    codes: Counter[str]
    is_passed_on: bool

    @property
    def cells(self) -> list[tuple[Cell, int]]:
        return [(cell_of(None, code), areas) for code, areas in self.codes.items()]


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FRAME_KEY", "k" * 32)  # none is made in a folder that others read
        with serving_from(shipped_digest(), shipped_demonstration()) as made:
            yield made


def asked(client: FlaskClient, address: str) -> str:
    told = client.get(address, environ_overrides={"REMOTE_ADDR": f"10.1.{next(ADDRESSES)}.1"})
    assert told.status_code == 200, (address, told.get_data(as_text=True)[:200])
    return html.unescape(told.get_data(as_text=True))


def missing(release: Release) -> Iterator[Missing]:
    """Every figure by every boundaries of a map of which some area has no value."""
    for indicator in release.indicators.values():
        industry = opening_industry(release, indicator)
        is_open = release.source_of[indicator.id].publication is Publication.OPEN
        for geography in indicator.geographies:
            entry = release.entry(indicator.id, geography, industry)
            if entry is None or not is_mapped(release, geography):
                continue
            frame = release.frame(indicator.id, geography, industry)
            rows = list(zip(frame.values, frame.statuses, strict=True))
            of_periods = [
                Counter(codes[at] for values, codes in rows if values[at] is None)
                for at in range(len(frame.periods))
            ]
            at = max(range(len(of_periods)), key=lambda each: len(of_periods[each]))
            end = f"{frame.periods[at][1]}"
            query = f"indicator={indicator.id}&geography={geography}&industry={industry}"
            if of_periods[at]:
                yield Missing(indicator.id, query, end, of_periods[at], is_open)


def faults(client: FlaskClient, side: str, each: Missing) -> list[str]:
    """Where a surface says another reason than the value has, or of another number of areas."""
    page = asked(client, f"{side}/map?{each.query}&period={each.end}")
    found = LEGEND.search(page)
    legend = TAG.sub("", found[1]) if found else ""
    own = asked(client, f"{side}/data/{each.figure}")
    told: list[str] = []
    tooltips = reasons.by_code()  # the script's words, by the letters of a frame
    for code, areas in each.codes.items():
        cell = cell_of(None, code)
        label = reasons.label(cell)
        told += [] if f"{label}: {areas} area" in legend else [f"legend: {label}, {areas}"]
        told += [] if label in page.partition("<table")[2] else [f"table: {label}"]
        told += [] if tooltips[code] == label else [f"tooltip: {label}"]
        told += [] if label.lower() in own.lower() else [f"page of the figure: {label}"]
    if each.is_passed_on:
        told += _in_csv(client, side, each)
        told += [] if side else _in_api(client, each)
    return [f"{each.query} {each.end}: {one}" for one in told]


def _in_csv(client: FlaskClient, side: str, each: Missing) -> list[str]:
    text = asked(client, f"{side}/download.csv?{each.query}&period={each.end}")
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    here = Counter((row["value_status"], row["value_reason"]) for row in rows if not row["value"])
    is_so = Counter({(str(c.status), str(c.reason or "")): n for c, n in each.cells})
    return [] if here == is_so else [f"CSV: {here}, not {is_so}"]


def _in_api(client: FlaskClient, each: Missing) -> list[str]:
    answer = client.get(
        f"/api/v1/observations?{each.query}&from={each.end}&to={each.end}&limit=5000",
        environ_overrides={"REMOTE_ADDR": f"10.2.{next(ADDRESSES)}.1"},
    ).get_json()
    said = {(one["status"], one["value_reason"]): one["reason"] for one in answer["reasons"]}
    return [
        f"API: {reasons.label(cell)}"
        for cell, _areas in each.cells
        if not said.get((cell.status, cell.reason), "").startswith(reasons.label(cell))
    ]


def test_every_surface_says_the_same_reason(
    sides: Mapping[str, Release], client: FlaskClient
) -> None:
    every = list(missing(sides["digest"]))
    some = Random(SEED).sample(every, AT_EVERY_RUN)
    assert [fault for each in some for fault in faults(client, "", each)] == []


@pytest.mark.nightly
@pytest.mark.parametrize(("side", "name"), [("", "digest"), ("/demo", "demonstration")])
def test_of_every_figure_every_surface_says_the_same_reason(
    sides: Mapping[str, Release], client: FlaskClient, side: str, name: str
) -> None:
    every = list(missing(sides[name]))
    assert every
    assert [fault for each in every for fault in faults(client, side, each)] == []
