"""ioby's workbooks: reports with a banner and a footer, projects of other cities among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.simulated.city import City, Kind
from data_loaders.simulated.records import (
    LATE,
    LONGEST_DELAY,
    Written,
    as_written,
    handed_over,
    records,
    thinned,
)
from data_loaders.simulated.workbooks import write_sheet
from data_loaders.sources.partners.ioby import files as form

NAME = "ioby"
A_DAY = 0.55  # projects posted
GIFTS_A_PROJECT, SPREAD_OF_PROJECTS = 18.0, 0.6
DAYS_OPEN, LONGEST_OPEN = 18.0, 75
MIDDLE_GIFT, SPREAD_OF_GIFTS = 35.0, 0.9  # dollars
GRANT, A_GRANT = 0.0015, (500, 2_500)
WRITTEN = Written(plus_four=0.03, lost=0.05, elsewhere=0.0)
OTHER_CITY, OTHER_ZIP, ELSEWHERE = "Cleveland", "44113", 0.08
MISNAMED, SQUEEZED = 0.01, 0.04
BANNER = {"projects": 16, "ideas": 13, "donations": 12}  # rows above the header, the title apart
FOOTER = {"projects": 6, "ideas": 6, "donations": 7}
HEADERS = {"project_zip": "Project ZIP", "drupal_order_id": "Drupal Order ID"}


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """The workbooks of the day `until`: they hold everything so far, whatever `after` is."""
    projects = thinned(_projects(city), city, NAME, scale)
    gifts = handed_over(_gifts(city, projects), until)
    posted = projects[projects["day"] <= pd.Timestamp(until)]
    rows = {
        "projects": _project_rows(posted, gifts, until),
        "ideas": _idea_rows(posted),
        "donations": _donation_rows(gifts),
    }
    return [_report(folder, kind, until, rows[kind]) for kind in rows]


def _projects(city: City) -> pd.DataFrame:
    """Every project of 2019 to 2022: `name`, `day` posted, `zip` as written, `city`, `backers`."""
    table = records(city, Kind.GIVING, A_DAY, NAME, poorer=0.5).reset_index(drop=True)
    random = city.random(f"{NAME}, projects")
    elsewhere = random.random(len(table)) < ELSEWHERE
    in_new_york = table["zip"].str[:2].eq("10").to_numpy()
    own = np.where(in_new_york, "New York", "Brooklyn").astype(object)
    backers = random.lognormal(np.log(GIFTS_A_PROJECT), SPREAD_OF_PROJECTS, len(table))
    written = as_written(table, random, WRITTEN)
    return table.assign(
        name=[f"Neighbors' project {number}" for number in range(len(table))],
        city=np.where(elsewhere, OTHER_CITY, own),
        zip=written.mask(elsewhere, OTHER_ZIP),
        backers=random.poisson(backers),
    )


def _gifts(city: City, projects: pd.DataFrame) -> pd.DataFrame:
    """Every gift: `name` and `city` of its project, `day`, `amount`, `order`, day `received`."""
    random = city.random(f"{NAME}, gifts")
    table = projects.loc[projects.index.repeat(projects["backers"])].reset_index(drop=True)
    size = len(table)
    waited = np.minimum(random.exponential(DAYS_OPEN, size).astype(int), LONGEST_OPEN)
    delay = np.where(random.random(size) < LATE, random.integers(1, LONGEST_DELAY, size), 0)
    table["day"] += pd.to_timedelta(waited, unit="D")
    table["received"] = table["day"] + pd.to_timedelta(delay, unit="D")
    usual = np.maximum(random.lognormal(np.log(MIDDLE_GIFT), SPREAD_OF_GIFTS, size).round(1), 1.0)
    table["amount"] = np.where(random.random(size) < GRANT, random.integers(*A_GRANT, size), usual)
    table["order"] = np.arange(100_000, 100_000 + size)
    table["name"] = table["name"].mask(random.random(size) < MISNAMED, "A project since renamed")
    squeezed = random.random(size) < SQUEEZED
    table["city"] = table["city"].mask(squeezed & table["city"].eq("New York"), "NEWYORK")
    return table


def _project_rows(posted: pd.DataFrame, gifts: pd.DataFrame, until: date) -> Iterable[list[object]]:
    raised = gifts.groupby("name")["amount"].sum()
    newest = gifts.groupby("name")["day"].max()
    for name, code, day in zip(posted["name"], posted["zip"], posted["day"], strict=True):
        since = (pd.Timestamp(until) - newest.get(name, day)).days
        deadline = (day + pd.Timedelta(days=LONGEST_OPEN)).to_pydatetime()
        total = round(float(raised.get(name, 0.0)), 2)
        words = f"Words about {name}"
        yield [name, words, code, 2 * total, total, day.to_pydatetime(), deadline, since]


def _idea_rows(posted: pd.DataFrame) -> Iterable[list[object]]:
    for name, city in zip(posted["name"], posted["city"], strict=True):
        yield [name, f"Words about {name}", "Underway", city, city]


def _donation_rows(gifts: pd.DataFrame) -> Iterable[list[object]]:
    columns = (gifts[name].to_list() for name in ("amount", "day", "name", "city", "order"))
    for amount, day, name, city, order in zip(*columns, strict=True):
        yield [amount, day.to_pydatetime(), name, city, "Donation", order]


def _report(folder: Path, kind: str, until: date, body: Iterable[list[object]]) -> Path:
    """A workbook as a report leaves it: title, filters, header, rows from column B, small print."""
    sheets = {"projects": form.PROJECTS, "ideas": form.IDEAS, "donations": form.DONATIONS}
    header = [HEADERS.get(name, name.replace("_", " ").title()) for name in sheets[kind].columns]
    rows = [["", *row] for row in body]
    small_print = [["", f"Small print {number}"] for number in range(2, FOOTER[kind])]
    path = folder / f"ioby_{kind}_{until.isoformat()}.xlsx"
    banner = [[f"Report of {kind}"], *([["", "Filtered by: all"]] * BANNER[kind])]
    footer = [[], ["", f"Grand Totals ({len(rows)} Records)"], *small_print]
    write_sheet(path, [*banner, ["", *header], *rows, *footer])
    return path
