"""Damage that is plausible at a glance: names off by one, a feed that stands still, a wrong year.

Kinds beside those of `damaged_feeds`, done from fixed seeds to ten files of ten sources, once
with the last release as far as the file goes, and once with it a period shorter, as a publisher's
next file meets it. `python -m tests.support.quiet_damages` writes the table of the document anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pandas as pd

from tests.support.damaged_feeds import (
    FILES,
    NUMBER,
    Cells,
    Damage,
    Outcome,
    Row,
    Trial,
    clean,
    has_area,
    has_days,
    has_points,
    number_of,
    put,
    times,
    trial,
)

EXCEL_DAY_ZERO = pd.Timestamp(1899, 12, 30)
DAILY = timedelta(days=1)


def _has_pairs(cells: Cells) -> bool:
    return has_area(cells) or len(cells.numbers) > 1


def _is_daily(cells: Cells) -> bool:
    days = sorted(set(cells.days))
    return bool(cells.file.day) and len(days) > 1 and days[-1] - days[-2] == DAILY


def _rows_of_newest(cells: Cells) -> list[int]:
    newest = max(cells.days)
    return [at for at, day in enumerate(cells.days) if day == newest]


def _cells_of_newest(cells: Cells) -> Iterator[tuple[int, int]]:
    columns = cells.numbers[-1:] if cells.file.months_across else cells.numbers
    yield from ((row, column) for row in _rows_of_newest(cells) for column in columns)


def _areas(cells: Cells) -> list[str]:
    assert cells.area is not None
    return sorted({row[cells.area] for row in cells.rows})


def _off_by_one(cells: Cells) -> Cells:
    """Each area's figures under the name of the next one; of one area, each column's."""
    rows = [list(row) for row in cells.rows]
    if has_area(cells):
        assert cells.area is not None
        names = _areas(cells)
        following = dict(zip(names, [*names[1:], names[0]], strict=True))
        for row in rows:
            row[cells.area] = following[row[cells.area]]
    else:
        columns = cells.numbers
        for row in rows:
            values = [row[at] for at in columns]
            for at, value in zip([*columns[1:], columns[0]], values, strict=True):
                row[at] = value
    return replace(cells, rows=rows)


def _swapped_in_newest(cells: Cells) -> Cells:
    """Two areas under each other's name in the newest period alone; of one area, two columns."""
    rows = [list(row) for row in cells.rows]
    newest = _rows_of_newest(cells)
    if not has_area(cells):
        one, other = cells.chance.sample(cells.numbers, 2)
        for at in newest:
            rows[at][one], rows[at][other] = rows[at][other], rows[at][one]
        return replace(cells, rows=rows)
    assert cells.area is not None
    first, second = cells.chance.sample(sorted({rows[at][cells.area] for at in newest}), 2)
    swap = {first: second, second: first}
    if cells.file.months_across:
        pair = [next(at for at in newest if rows[at][cells.area] == name) for name in swap]
        last = cells.numbers[-1]
        rows[pair[0]][last], rows[pair[1]][last] = rows[pair[1]][last], rows[pair[0]][last]
        return replace(cells, rows=rows)
    for at in newest:
        rows[at][cells.area] = swap.get(rows[at][cells.area], rows[at][cells.area])
    return replace(cells, rows=rows)


def _one_part(cells: Cells) -> Iterator[tuple[int, int]]:
    """The numbers of one area; of one column, where there is one area."""
    if not has_area(cells):
        column = cells.chance.choice(cells.numbers)
        yield from ((row, column) for row in range(len(cells.rows)))
        return
    name = cells.chance.choice(_areas(cells))
    yield from ((r, c) for r, c in cells.every() if cells.rows[r][cells.area or 0] == name)


def _last_digit_lost(cell: str) -> str:
    return cell[:-1] if len(cell.strip()) > 1 and cell[-1].isdigit() else cell


def _standing_still(share: float) -> Callable[[Cells], Cells]:
    """The newest periods hold again what the one before them held, area by area."""

    def damage(cells: Cells) -> Cells:
        return _last_months_again(cells, share) if cells.file.months_across else _held(cells, share)

    return damage


def _last_months_again(cells: Cells, share: float) -> Cells:
    columns = cells.numbers
    count = max(1, round(len(columns) * share))
    rows = [list(row) for row in cells.rows]
    for row in rows:
        row[columns[-count] :] = [row[columns[-count - 1]]] * count
    return replace(cells, rows=rows)


def _held(cells: Cells, share: float) -> Cells:
    newest, days, keys = cells.newest(share), cells.days, _keys(cells)
    held: dict[tuple[str, ...], int] = {}
    for at in sorted(set(range(len(days))) - newest, key=lambda each: days[each]):
        held[keys[at]] = at
    rows = [list(row) for row in cells.rows]
    for at in newest & {each for each, key in enumerate(keys) if key in held}:
        for column in cells.numbers:
            rows[at][column] = cells.rows[held[keys[at]]][column]
    return replace(cells, rows=rows)


def _keys(cells: Cells) -> list[tuple[str, ...]]:
    """What each row is of: all of it but numbers and days."""
    dated = set(cells.numbers) | {cells.header.index(name) for name in _day_names(cells)}
    return [tuple(c for at, c in enumerate(row) if at not in dated) for row in cells.rows]


def _day_names(cells: Cells) -> list[str]:
    return [name for name in cells.header if name.strip() in cells.file.day]


def _newest_again(cells: Cells) -> Cells:
    """The newest period once more, as the next one."""
    if cells.file.months_across:
        nxt = (pd.Period(cells.header[cells.numbers[-1]], "M") + 1).strftime("%Y-%m")
        rows = [[*row, row[cells.numbers[-1]]] for row in cells.rows]
        return replace(cells, header=[*cells.header, nxt], rows=rows)
    days = sorted(set(cells.days))
    step = days[-1] - days[-2]
    again = [list(cells.rows[at]) for at in _rows_of_newest(cells)]
    following = days[-1] + (step if step.days < 27 else pd.DateOffset(days=step.days + 1))
    if step.days >= 27:
        months = round(step.days / 30.4)
        following = days[-1] + pd.DateOffset(months=months)
        if days[-1].is_month_end:
            following = following + pd.offsets.MonthEnd(0)
    added = replace(cells, rows=again).with_days([following] * len(again))
    return replace(cells, rows=[*cells.rows, *added.rows])


def _without_decimals(cell: str) -> str:
    return cell.partition(".")[0] or "0" if "%" not in cell else cell


def _column_repeated(cells: Cells) -> Cells:
    one, other = cells.chance.sample(cells.numbers, 2)
    rows = [list(row) for row in cells.rows]
    for row in rows:
        row[other] = row[one]
    return replace(cells, rows=rows)


def _area_gone_from_newest(cells: Cells) -> Cells:
    assert cells.area is not None
    newest = _rows_of_newest(cells)
    name = cells.chance.choice(sorted({cells.rows[at][cells.area] for at in newest}))
    if cells.file.months_across:
        at = [(r, cells.numbers[-1]) for r in newest if cells.rows[r][cells.area] == name]
        return cells.changed(iter(at), put(""))
    gone = {at for at in newest if cells.rows[at][cells.area] == name}
    return replace(cells, rows=[row for at, row in enumerate(cells.rows) if at not in gone])


def _excel_days(cells: Cells) -> Cells:
    [name] = cells.file.day
    column = next(at for at, each in enumerate(cells.header) if each.strip() == name)
    rows: list[Row] = [list(row) for row in cells.rows]
    for row, day in zip(rows, cells.days, strict=True):
        row[column] = str((day - EXCEL_DAY_ZERO).days)
    return replace(cells, rows=rows)


def _days_moved(cells: Cells, at: set[int], *, days: int = 0, years: int = 0) -> Cells:
    offset = pd.DateOffset(days=days, years=years)
    return cells.with_days([day + offset if i in at else day for i, day in enumerate(cells.days)])


def _in_thousands(cell: str) -> str:
    """As a file in thousands writes it: rounded to whole ones."""
    return str(round(number_of(cell) / 1000)) + ("%" if "%" in cell else "")


def _to_tens(cell: str) -> str:
    value = number_of(cell)
    return str(round(value / 10) * 10) + ("%" if "%" in cell else "")


def _a_year_of_newest(cells: Cells, years: int) -> Cells:
    """The newest tenth of rows with the year before, or after, typed for their own."""
    return _days_moved(cells, cells.newest(0.05), years=years)


def _numbers_of(cells: Cells) -> dict[str, int]:
    counted: dict[str, int] = defaultdict(int)
    for row, column in cells.every():
        counted[cells.rows[row][column]] += 1
    return counted


def _is_large(cells: Cells) -> bool:
    values = [number_of(c) for c in _numbers_of(cells) if NUMBER.fullmatch(c.strip())]
    return bool(values) and sorted(values)[len(values) // 2] >= 1000


def _has_one_day_column(cells: Cells) -> bool:
    return len(cells.file.day) == 1 and len(cells.file.day_format) > 4


def _has_years(cells: Cells) -> bool:
    return bool(cells.file.day) and len({day.year for day in cells.days}) > 1


QUIET = (
    Damage("labels off by one area", _off_by_one, _has_pairs),
    Damage("two areas swapped in the newest period", _swapped_in_newest, _has_pairs),
    Damage("one area × 1,000", lambda c: c.changed(_one_part(c), times(1000))),
    Damage("one area ÷ 100", lambda c: c.changed(_one_part(c), times(0.01))),
    Damage("last digit lost of one number", lambda c: c.changed(c.some(), _last_digit_lost)),
    Damage("newest period as the one before", _standing_still(0.001), has_days),
    Damage("newest tenth stands still", _standing_still(0.1), has_days),
    Damage("newest period again as the next", _newest_again, has_days),
    Damage(
        "decimals dropped in the newest period",
        lambda c: c.changed(_cells_of_newest(c), _without_decimals),
        has_points,
    ),
    Damage("newest period ÷ 100", lambda c: c.changed(_cells_of_newest(c), times(0.01))),
    Damage("a column under another's name too", _column_repeated, lambda c: len(c.numbers) > 1),
    Damage("an area gone from the newest period", _area_gone_from_newest, has_area),
    Damage(
        "all dates a day earlier",
        lambda c: _days_moved(c, set(range(len(c.rows))), days=-1),
        _is_daily,
    ),
    Damage("dates as Excel counts days", _excel_days, _has_one_day_column),
    Damage("whole file in thousands", lambda c: c.changed(c.every(), _in_thousands), _is_large),
    Damage(
        "newest period in thousands",
        lambda c: c.changed(_cells_of_newest(c), _in_thousands),
        _is_large,
    ),
    Damage("negative zeros", lambda c: c.changed(c.some(3), put("-0"))),
    Damage("numbers to tens", lambda c: c.changed(c.every(), _to_tens)),
    Damage("newest rows a year earlier", lambda c: _a_year_of_newest(c, -1), _has_years),
    Damage("newest rows a year later", lambda c: _a_year_of_newest(c, 1), _has_years),
)


# Ten that are read in a moment.
TEN = (
    "bls_laus",
    "nysdol_laus",
    "tlc_trips",
    "oca_evictions",
    "dhs_shelter",
    "mta_ridership",
    "nychealth_respiratory",
    "streeteasy_weekly",
    "nysdol_laus_adjusted",
    "nychealth_immunization",
)
HEADS = (
    "| damage | done to | no figure changed | stopped | missed | stopped as new | missed as new |",
    "|---|--:|--:|--:|--:|--:|--:|",
)


@dataclass(frozen=True)
class Pair:
    """One damage done to one file: beside a release as long, and beside one a period shorter."""

    known: Trial
    new: Trial


def a_period_shorter(whole: pd.DataFrame) -> pd.DataFrame:
    """Observations without the newest period of each figure."""
    newest = whole.groupby(["indicator_id", "geography"])["period_start"].transform("max")
    return whole[whole["period_start"] < newest]


def pairs() -> Iterator[Pair]:
    """Every kind of quiet damage done to each of ten files."""
    for file in (each for each in FILES if each.source in TEN):
        whole = clean(file.source)
        shorter = a_period_shorter(whole)
        for damage in QUIET:
            known = trial(file, damage, whole)
            new = trial(file, damage, shorter, whole)
            if known is not None and new is not None:
                yield Pair(known, new)


def table(every: Sequence[Pair]) -> list[str]:
    """The table as Markdown: a row a kind, then all."""
    rows = [_row(each.name, [p for p in every if p.known.kind == each.name]) for each in QUIET]
    return [*HEADS, *rows, _row("**all quiet ones**", every)]


def _row(name: str, every: Sequence[Pair]) -> str:
    known = Counter(pair.known.outcome for pair in every)
    new = Counter(pair.new.outcome for pair in every)
    numbers = [len(every), known[Outcome.HARMLESS]]
    for counts in (known, new):
        numbers += [counts[Outcome.STOPPED] + counts[Outcome.UNFORESEEN], counts[Outcome.MISSED]]
    return f"| {name} | " + " | ".join(map(str, numbers)) + " |"


def write_table(every: Sequence[Pair]) -> None:
    """Put the table into the document that shows it, in place of the one there."""
    path = Path("docs/plausibility.md")
    lines = path.read_text("utf-8").splitlines()
    first = lines.index(HEADS[0])
    last = next(at for at, line in enumerate(lines) if line.startswith("| **all quiet"))
    path.write_text("\n".join([*lines[:first], *table(every), *lines[last + 1 :], ""]), "utf-8")


if __name__ == "__main__":
    write_table(list(pairs()))
