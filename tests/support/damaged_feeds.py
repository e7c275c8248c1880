"""Damage done to real public files, to see whether the figures made of them are still published.

Each damage is of a kind met in the field, done from a fixed seed. A damage that changes no figure
by over 5 percent need not be noticed; of the others nearly all must be.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import numpy as np
import pandas as pd

from data_loaders.curate.feeds.mirror import FeedFiles
from data_loaders.curate.plausibility.gate import findings
from data_loaders.curate.publication.gather import read_source
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import KEY, ObservationError
from data_loaders.sources import catalog
from tests.support.mirror import MIRROR

RECEIVED_ON = date(2026, 11, 28)
Row = list[str]
ISO, US = "%Y-%m-%d", "%m/%d/%Y"
NUMBER = re.compile(r"-?[\d,]*\.?\d+([eE][-+]?\d+)?%?")
# A change a reader of the site would notice.
MOST_CHANGED = 0.05


@dataclass(frozen=True)
class PublicFile:
    """A file of a source: where its numbers, days and areas stand.

    `numbers` and `day` are patterns of column names; several columns of days are joined by "-".
    `months_across` marks files with a column a month. `columns` limits the columns read, where
    later blocks of a file repeat the names of the first.
    """

    source: str
    name: str
    numbers: str
    day: tuple[str, ...] = ()
    day_format: str = ISO
    area: str = ""
    separator: str = ","
    months_across: bool = False
    columns: int | None = None


FILES = (
    PublicFile(
        "nychealth_coronavirus",
        "trends/caserate-by-modzcta.csv",
        "CASERATE_.*",
        ("week_ending",),
        US,
    ),
    PublicFile(
        "nychealth_respiratory",
        "OpenData_NYC_Respiratory_Illness_Data.csv",
        "Value",
        ("Date",),
        US,
        area="Submetric",
    ),
    PublicFile(
        "nychealth_covid_vaccine", "people/trends-byboro.csv", ".*_(COUNT|PERC)_.*", ("DATE",)
    ),
    PublicFile(
        "nychealth_immunization",
        "visualizations/MMR_geo_24_35mo_2025_Q4.csv",
        "PERC_VAC",
        area="MODZCTA",
    ),
    PublicFile(
        "nysdol_ces",
        "nychist_2024-01.csv",
        "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC",
        ("YEAR",),
        "%Y",
        area="SERIESCODE",
        columns=17,
    ),
    PublicFile(
        "nysdol_laus",
        "Local_Area_Unemployment_Statistics_nyc_2023-03.csv",
        "Labor Force|Employed|Unemployed|Unemployment Rate",
        ("Year", "Month"),
        "%Y-%m",
        area="Area",
    ),
    PublicFile(
        "nysdol_laus_adjusted",
        "vintages/laus_sa_city_2023-12-22.csv",
        "Unemployment Rate",
        ("YEAR", "MONTH"),
        "%Y-%m",
    ),
    PublicFile("nysdol_qcew", "qcewmta_2023_nyc.csv", "estabs|emp|payroll", area="area"),
    PublicFile("bls_laus", "NYBRON5URN.csv", "NYBRON5URN", ("Date",)),
    PublicFile(
        "indeed_hiring_lab",
        "US/state_job_postings_us.csv",
        "indeed_job_postings_index",
        ("date",),
        area="state",
    ),
    PublicFile(
        "opportunity_insights",
        "UI Claims - City - Weekly.csv",
        "initclaims_.*",
        ("year", "month", "day_endofweek"),
        area="cityid",
    ),
    PublicFile(
        "hra_benefits",
        "Borough_Community_District_Report.csv",
        ".*Recipients",
        ("Month",),
        US,
        area=r"Community District \(CD\)",
    ),
    PublicFile(
        "streeteasy_dashboard",
        "streeteasy-data-dashboard/rentalInventory_All.csv",
        r"\d{4}-\d\d",
        area="areaName",
        months_across=True,
    ),
    PublicFile("streeteasy_weekly", "streeteasy_rentals.csv", "Rental Inventory", ("Week Ending",)),
    PublicFile("oca_evictions", "eviction-time-series.csv", "nyc_.*_res_filings", ("day",)),
    PublicFile(
        "dhs_shelter", "DHS_Daily_Report_2024-01-02.csv", "Total .*", ("Date of Census",), US
    ),
    PublicFile(
        "mta_ridership",
        "mta-ridership-vintages/mta_daily_2024-11-14.csv",
        ".*(Ridership|Trips|Traffic|Day)",
        ("Date",),
        US,
    ),
    PublicFile(
        "mta_subway_stations",
        "monthly_ridership_station.csv",
        "ridership",
        ("period",),
        area="complex_id",
    ),
    PublicFile(
        "tlc_trips",
        "data_reports_monthly_2025-03.csv",
        "Trips Per Day",
        ("Month/Year",),
        "%Y-%m",
        area="License Class",
    ),
    PublicFile("opentable", "opentable.csv", "7-day Average|.*Index|OpenTable.*", ("date",)),
)


@dataclass
class Cells:
    """A file in memory: its header, its rows, and what the damage needs to know of them."""

    file: PublicFile
    header: Row
    rows: list[Row]
    chance: random.Random

    @property
    def width(self) -> int:
        return self.file.columns or len(self.header)

    @property
    def numbers(self) -> list[int]:
        return self._columns(self.file.numbers)

    @property
    def area(self) -> int | None:
        return next(iter(self._columns(self.file.area)), None) if self.file.area else None

    def _columns(self, pattern: str) -> list[int]:
        names = [name.strip() for name in self.header[: self.width]]
        return [at for at, name in enumerate(names) if re.fullmatch(pattern, name)]

    @property
    def days(self) -> list[pd.Timestamp]:
        """The day of each row; the same for all where the file has none."""
        at = [self._columns(name)[0] for name in map(re.escape, self.file.day)]
        form = ISO if len(at) == 3 else self.file.day_format
        if not at:
            return [pd.Timestamp(2025, 1, 1) for _ in self.rows]
        return list(
            pd.to_datetime(["-".join(row[i] for i in at) for row in self.rows], format=form)
        )

    def with_days(self, days: list[pd.Timestamp]) -> Cells:
        """The same with other days."""
        at = [self._columns(name)[0] for name in map(re.escape, self.file.day)]
        rows = [list(row) for row in self.rows]
        for row, day in zip(rows, days, strict=True):
            if len(at) == 1:
                row[at[0]] = day.strftime(self.file.day_format)
            else:
                for i, part in zip(at, (day.year, day.month, day.day), strict=False):
                    row[i] = str(part)
        return replace(self, rows=rows)

    def newest(self, share: float) -> set[int]:
        """The rows of the newest days; all where the file has no days."""
        if not self.file.day:
            return set(range(len(self.rows)))
        ranked = sorted(set(self.days))
        since = ranked[-max(1, round(len(ranked) * share))]
        return {at for at, day in enumerate(self.days) if day >= since}

    def newest_cells(self, share: float) -> Iterator[tuple[int, int]]:
        """Row and column of every number of the newest periods."""
        columns = self.numbers
        if self.file.months_across:
            columns = columns[-max(1, round(len(columns) * share)) :]
        for row in sorted(self.newest(share)):
            yield from ((row, column) for column in columns)

    def changed(self, cells: Iterator[tuple[int, int]], change: Callable[[str], str]) -> Cells:
        """The same with `change` done to every number among `cells`."""
        rows = [list(row) for row in self.rows]
        for row, column in cells:
            if NUMBER.fullmatch(rows[row][column].strip()):
                rows[row][column] = change(rows[row][column])
        return replace(self, rows=rows)

    def every(self) -> Iterator[tuple[int, int]]:
        return ((row, column) for row in range(len(self.rows)) for column in self.numbers)

    def some(self, count: int = 1) -> Iterator[tuple[int, int]]:
        """Numbers above zero, by chance, of the newest half."""
        usable = [
            (row, column)
            for row, column in self.newest_cells(0.5)
            if NUMBER.fullmatch(self.rows[row][column].strip())
            and number_of(self.rows[row][column]) > 0
        ]
        yield from self.chance.sample(usable, min(count, len(usable)))


def number_of(cell: str) -> float:
    return float(cell.strip().rstrip("%").replace(",", ""))


def times(factor: float) -> Callable[[str], str]:
    """A change that multiplies, written as the file writes its numbers."""

    def change(cell: str) -> str:
        value = round(number_of(cell) * factor, 10)
        is_whole = value == int(value) and "." not in cell
        text = (
            f"{int(value):,}" if is_whole else f"{value:,.10g}" if "," in cell else f"{value:.10g}"
        )
        return (text if "," in cell else text.replace(",", "")) + ("%" if "%" in cell else "")

    return change


def put(text: str) -> Callable[[str], str]:
    return lambda _cell: text


def _moved(cells: Cells, days: int) -> Cells:
    if cells.file.months_across:
        names = cells.header[: min(cells.numbers)]
        step = 12 if days > 300 else 1
        months = [cells.header[at] for at in cells.numbers]
        moved = [(pd.Period(name, "M") + step).strftime("%Y-%m") for name in months]
        return replace(cells, header=names + moved)
    return cells.with_days([day + timedelta(days=days) for day in cells.days])


def _cut_back(cells: Cells) -> Cells:
    if cells.file.months_across:
        kept = len(cells.header) - max(2, len(cells.numbers) // 20)
        return replace(cells, header=cells.header[:kept], rows=[row[:kept] for row in cells.rows])
    gone = cells.newest(0.05)
    return replace(cells, rows=[row for at, row in enumerate(cells.rows) if at not in gone])


def _columns_swapped(cells: Cells) -> Cells:
    """Two columns of numbers under each other's header."""
    one, other = cells.chance.sample(cells.numbers, 2)
    rows = [list(row) for row in cells.rows]
    for row in rows:
        row[one], row[other] = row[other], row[one]
    return replace(cells, rows=rows)


def _areas_swapped(cells: Cells) -> Cells:
    """Two areas under each other's name."""
    assert cells.area is not None
    names = sorted({row[cells.area] for row in cells.rows})
    one, other = cells.chance.sample(names, 2)
    swap = {one: other, other: one}
    rows = [list(row) for row in cells.rows]
    for row in rows:
        row[cells.area] = swap.get(row[cells.area], row[cells.area])
    return replace(cells, rows=rows)


def _area_unknown(cells: Cells) -> Cells:
    assert cells.area is not None
    names = sorted({row[cells.area] for row in cells.rows})
    one = cells.chance.choice(names)
    rows = [list(row) for row in cells.rows]
    for row in rows:
        if row[cells.area] == one:
            row[cells.area] = "Atlantis"
    return replace(cells, rows=rows)


def _row_twice(cells: Cells) -> Cells:
    """A row a second time, with other numbers."""
    at = cells.chance.choice(sorted(cells.newest(0.3)))
    again = replace(cells, rows=[list(cells.rows[at])])
    again = again.changed(((0, column) for column in cells.numbers), times(1.5))
    return replace(cells, rows=[*cells.rows[:at], again.rows[0], *cells.rows[at:]])


def _one_day_in_2099(cells: Cells) -> Cells:
    if cells.file.months_across:
        return replace(cells, header=[*cells.header[:-1], "2099-01"])
    days = cells.days
    at = cells.chance.choice(sorted(cells.newest(0.3)))
    days[at] = days[at].replace(year=2099, day=min(days[at].day, 28))
    return cells.with_days(days)


def _one_row(change: Callable[[Row], Row]) -> Callable[[Cells], Cells]:
    def damage(cells: Cells) -> Cells:
        at = cells.chance.choice(sorted(cells.newest(0.3)))
        return replace(
            cells, rows=[*cells.rows[:at], change(cells.rows[at]), *cells.rows[at + 1 :]]
        )

    return damage


def _decimal_commas(cell: str) -> str:
    return cell if "," in cell else cell.replace(".", ",")


def _newest_blank(cells: Cells) -> Cells:
    if cells.file.months_across:
        last = (-1,)
        every = ((row, cells.numbers[at]) for row in range(len(cells.rows)) for at in last)
        return cells.changed(every, put(""))
    newest = max(cells.days)
    at = [row for row, day in enumerate(cells.days) if day == newest]
    return cells.changed(((row, column) for row in at for column in cells.numbers), put(""))


@dataclass(frozen=True)
class Damage:
    """A kind of damage; `needs` says of which files it can be done."""

    name: str
    do: Callable[[Cells], Cells]
    needs: Callable[[Cells], bool] = lambda _cells: True


def has_days(cells: Cells) -> bool:
    return bool(cells.file.day) or cells.file.months_across


def has_area(cells: Cells) -> bool:
    return cells.area is not None and len({row[cells.area] for row in cells.rows}) > 1


def has_points(cells: Cells) -> bool:
    return any("." in cells.rows[row][column] for row, column in cells.every())


KINDS = (
    Damage("whole file × 100", lambda c: c.changed(c.every(), times(100))),
    Damage("whole file × 10", lambda c: c.changed(c.every(), times(10))),
    Damage("whole file ÷ 1,000", lambda c: c.changed(c.every(), times(0.001))),
    Damage("newest 5 percent × 100", lambda c: c.changed(c.newest_cells(0.05), times(100))),
    Damage("newest tenth × 100", lambda c: c.changed(c.newest_cells(0.1), times(100))),
    Damage("newest tenth zero", lambda c: c.changed(c.newest_cells(0.1), put("0"))),
    Damage("all zero", lambda c: c.changed(c.every(), put("0"))),
    Damage("two columns swapped", _columns_swapped, lambda c: len(c.numbers) > 1),
    Damage("two areas swapped", _areas_swapped, has_area),
    Damage("all dates a week later", lambda c: _moved(c, 7), has_days),
    Damage("all dates a year later", lambda c: _moved(c, 364), has_days),
    Damage("all dates a year earlier", lambda c: _moved(c, -364), lambda c: bool(c.file.day)),
    Damage("series cut back", _cut_back, has_days),
    Damage("one date in 2099", _one_day_in_2099, has_days),
    Damage("decimal comma", lambda c: c.changed(c.every(), _decimal_commas), has_points),
    Damage("Infinity", lambda c: c.changed(c.some(3), put("Infinity"))),
    Damage("NaN as text", lambda c: c.changed(c.some(3), put("NaN"))),
    Damage("negative numbers", lambda c: c.changed(c.some(3), times(-1))),
    Damage("one number × 40", lambda c: c.changed(c.some(), times(40))),
    Damage("one number zero", lambda c: c.changed(c.some(), put("0"))),
    Damage("a row twice, with other numbers", _row_twice),
    Damage("a row too short", _one_row(lambda row: row[:-1])),
    Damage("a row too long", _one_row(lambda row: [*row, "1"])),
    Damage("an unknown area", _area_unknown, has_area),
    Damage("newest period blank", _newest_blank, has_days),
)


class Outcome(StrEnum):
    """What became of damaged figures."""

    STOPPED = "stopped"
    HARMLESS = "no figure changed"
    MISSED = "missed"
    UNFORESEEN = "stopped, in words of no reader"


# Why a damage that changes figures is not noticed.
EXPLAINED = {
    ("visualizations/MMR_geo_24_35mo_2025_Q4.csv", "one number zero"): "A share of 0 is read as "
    "hidden, as the publisher writes it; one ZIP area of 177 without a value is usual.",
    ("eviction-time-series.csv", "one number × 40"): "One day of a week times 40 raises that week "
    "by a fifth, which single weeks also do between honest files.",
    ("trends/caserate-by-modzcta.csv", "one number zero"): "One ZIP area's rate of one week, in a "
    "week of few cases, falls to nothing: weeks without a case are usual there.",
}


@dataclass(frozen=True)
class Trial:
    """One damage done to one file, and what became of it; `why` is the message, if any."""

    file: PublicFile
    kind: str
    outcome: Outcome
    why: str


def module_of(source_id: str) -> ModuleType:
    return next(each for each in catalog.MODULES if each.SOURCE.id == source_id)


def clean(source_id: str) -> pd.DataFrame:
    """The observations of a source as the mirror has it."""
    module = module_of(source_id)
    folder = MIRROR / module.SOURCE.feed.folder
    return read_source(module, FeedFiles(folder, "clean", RECEIVED_ON)).observations


def cells_of(file: PublicFile, seed: str) -> Cells:
    """A real file in memory."""
    path = MIRROR / module_of(file.source).SOURCE.feed.folder / file.name
    text = path.read_text("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=file.separator) if row]
    return Cells(file, rows[0], rows[1:], random.Random(seed))


def trial(
    file: PublicFile, damage: Damage, last: pd.DataFrame, whole: pd.DataFrame | None = None
) -> Trial | None:
    """What becomes of one damage; None where it cannot be done to this file.

    `whole` is what is right, where the last release has less than that.
    """
    cells = cells_of(file, f"{file.name} {damage.name}")
    if not damage.needs(cells):
        return None
    with TemporaryDirectory() as name:
        folder = Path(name)
        _lay_out(folder, file, damage.do(cells))
        return _judged(file, damage, folder, last, last if whole is None else whole)


def _lay_out(folder: Path, file: PublicFile, cells: Cells) -> None:
    """The files of a feed, as links to the mirror's but for the damaged one."""
    module = module_of(file.source)
    real = MIRROR.resolve() / module.SOURCE.feed.folder
    for each in module.SOURCE.feed.files:
        if (real / each.name).is_file() and each.name != file.name:
            (folder / each.name).parent.mkdir(parents=True, exist_ok=True)
            (folder / each.name).symlink_to(real / each.name)
    target = folder / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=file.separator, lineterminator="\n")
        writer.writerow(cells.header)
        writer.writerows(cells.rows)


def _judged(
    file: PublicFile, damage: Damage, folder: Path, last: pd.DataFrame, whole: pd.DataFrame
) -> Trial:
    module = module_of(file.source)
    try:
        now = read_source(module, FeedFiles(folder, "damaged", RECEIVED_ON)).observations
    except (DeliveryError, ObservationError) as error:
        is_foreseen = "not to be read" not in str(error)
        outcome = Outcome.STOPPED if is_foreseen else Outcome.UNFORESEEN
        return Trial(file, damage.name, outcome, str(error))
    if not _is_changed(whole, now):
        return Trial(file, damage.name, Outcome.HARMLESS, "")
    faults = findings(file.source, module.SOURCE.indicators, now, last)
    if faults:
        return Trial(file, damage.name, Outcome.STOPPED, faults[0].sentence)
    return Trial(file, damage.name, Outcome.MISSED, _told(whole, now))


def _is_changed(last: pd.DataFrame, now: pd.DataFrame) -> bool:
    """Whether a figure is there that was not, is gone, or differs by over 5 percent."""
    return bool(_changes(last, now).any())


def _changes(last: pd.DataFrame, now: pd.DataFrame) -> np.ndarray:
    both = last[[*KEY, "value"]].merge(now[[*KEY, "value"]], on=KEY, how="outer")
    before, after = both["value_x"].to_numpy("float64"), both["value_y"].to_numpy("float64")
    only_one = np.isnan(before) != np.isnan(after)
    with np.errstate(invalid="ignore", divide="ignore"):
        return only_one | (np.abs(after - before) > MOST_CHANGED * np.abs(before))


def _told(last: pd.DataFrame, now: pd.DataFrame) -> str:
    changed = _changes(last, now)
    return f"{int(changed.sum())} of {len(changed)} figures changed"


def every_trial() -> Iterator[Trial]:
    """Every kind of damage done to every file it can be done to."""
    last: dict[str, pd.DataFrame] = {}
    for file in FILES:
        if file.source not in last:
            last = {file.source: clean(file.source)}
        for damage in KINDS:
            done = trial(file, damage, last[file.source])
            if done is not None:
                yield done


def share_stopped(trials: Sequence[Trial]) -> float:
    """Of the damages that change figures, the share that was stopped."""
    harmful = [each for each in trials if each.outcome is not Outcome.HARMLESS]
    return sum(each.outcome is not Outcome.MISSED for each in harmful) / len(harmful)


def table(trials: Sequence[Trial]) -> list[str]:
    """The table of damages as Markdown: a row a kind, then all."""
    lines = ["| damage | done to | no figure changed | stopped | missed |", "|---|--:|--:|--:|--:|"]
    for name in [damage.name for damage in KINDS]:
        lines.append(_row(name, [each for each in trials if each.kind == name]))
    return [*lines, _row("**all**", trials)]


def _row(name: str, trials: Sequence[Trial]) -> str:
    counts = Counter(each.outcome for each in trials)
    stopped = counts[Outcome.STOPPED] + counts[Outcome.UNFORESEEN]
    numbers = (len(trials), counts[Outcome.HARMLESS], stopped, counts[Outcome.MISSED])
    return f"| {name} | " + " | ".join(map(str, numbers)) + " |"


def write_table(trials: Sequence[Trial]) -> None:
    """Put the table into the document that shows it, in place of the one there."""
    path = Path("docs/plausibility.md")
    lines = path.read_text("utf-8").splitlines()
    first = lines.index(table(trials)[0])
    last = next(at for at, line in enumerate(lines) if line.startswith("| **all** "))
    path.write_text("\n".join([*lines[:first], *table(trials), *lines[last + 1 :], ""]), "utf-8")


if __name__ == "__main__":
    write_table(list(every_trial()))
