"""How fast the site is: figures of the last run of `make bench`, and what it did not measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType

import msgspec
from dash import html
from dash.development.base_component import Component

from components.figures import row_order
from components.figures.ordered import Cell, Column, ordered, text
from components.figures.row_order import RowOrder
from components.markup import addresses
from components.markup.figure_words import Lead
from components.markup.prose import bullets, section
from components.text import formats
from components.text.words import _, ngettext

PATH = addresses.PERFORMANCE
MEASURED = Path(__file__).with_name("measured.json")
NO_QUERY: Mapping[str, str] = MappingProxyType({})
SMALL = 10.0  # below it two decimals are worth showing
MOST_DECIMALS = 5


@dataclass(frozen=True, slots=True)
class Machine:
    """What was measured on; `load_before` is how many processes wanted a core as the run began."""

    processor: str
    cores: int
    load_before: float

    @property
    def was_busy(self) -> bool:
        return self.load_before > self.cores


@dataclass(frozen=True, slots=True)
class Budget:
    """A promise and what was measured of it; None where nothing was."""

    what: str
    measured: float | None
    limit: float
    unit: str
    at_least: bool
    met: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the run; `problem` is empty where it went well."""

    step: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the benchmarks, as `benchmarks.journal` writes it."""

    started: datetime
    machine: Machine
    release: str
    runs: int
    outcomes: tuple[Step, ...]
    budgets: tuple[Budget, ...]

    @property
    def measured(self) -> list[Budget]:
        return [each for each in self.budgets if each.measured is not None]

    @property
    def unmeasured(self) -> list[str]:
        """What was promised and not measured, and the steps that failed."""
        failed = dict.fromkeys(each.step for each in self.outcomes if each.problem)
        missing = [each.what for each in self.budgets if each.measured is None]
        return [*(_("{step}: this step failed", step=step) for step in failed), *missing]


@cache
def last_run() -> Run:
    """The run whose figures ship. Raises MsgspecError for a file that is none."""
    return msgspec.json.decode(MEASURED.read_bytes(), type=Run)


def lead(run: Run) -> str:
    """How many budgets were kept, in a sentence."""
    kept = sum(each.met for each in run.measured)
    return _(
        "In the last run, {kept} of {measured} budgets that were measured were kept.",
        kept=formats.integer(kept),
        measured=formats.integer(len(run.measured)),
    )


def layout(run: Run, query: Mapping[str, str] = NO_QUERY) -> list[Component]:
    """The whole page."""
    content: list[Component] = [
        html.H1(_("How fast this site is")),
        Lead(lead(run)),
        html.P(_where(run)),
    ]
    if run.machine.was_busy:
        content.append(html.P(_busy(run.machine), className="notice"))
    missed = [each for each in run.measured if not each.met]
    if missed:
        content.append(
            section(
                _("Not kept"),
                [_table(_("Budgets that were missed"), missed, _order(query, "missed-rows"))],
                "missed",
            )
        )
    words = ngettext("All {number} budget", "All {number} budgets", len(run.measured))
    order = _order(query, "budgets-rows")
    every = [html.Summary(words), _table(_("Budgets and what was measured"), run.measured, order)]
    content.append(html.Details(every, open=order.is_asked))
    if run.unmeasured:
        content.append(section(_("Not measured"), [bullets(run.unmeasured)], "unmeasured"))
    content.append(section(_("How it is measured"), _how(run), "how"))
    return content


def _where(run: Run) -> str:
    return _(
        "Measured on {day}, on a machine with {machine}, with release {release}.",
        day=formats.day(run.started.date()),
        machine=run.machine.processor,
        release=run.release,
    )


def _busy(machine: Machine) -> str:
    return _(
        "The machine was busy with other work: {load} processes wanted its {cores} cores as the "
        "run began. On a machine of its own, times are shorter.",
        load=f"{machine.load_before:.0f}",
        cores=formats.integer(machine.cores),
    )


def _order(query: Mapping[str, str], anchor: str) -> RowOrder:
    return row_order.of_query(query, PATH, anchor)


def _table(caption: str, budgets: Sequence[Budget], order: RowOrder) -> html.Table:
    columns = [
        Column("what", _("What")),
        Column("measured", _("Measured"), is_number=True, is_right=True),
        Column("budget", _("Budget"), is_number=True, is_right=True),
        Column("unit", _("Unit")),
        Column("kept", _("Kept")),
    ]
    rows: list[list[Cell]] = [
        [
            text(each.what),
            (_measured(each), each.measured),
            (f"{'≥' if each.at_least else '≤'} {_number(each.limit, each.limit)}", each.limit),
            text(each.unit),
            text(_("yes") if each.met else _("no")),
        ]
        for each in budgets
    ]
    return ordered(caption, columns, rows, order)


def _number(value: float, limit: float, more: int = 0) -> str:
    return f"{value:,.{(2 if limit < SMALL else 0) + more}f}"


def _measured(budget: Budget) -> str:
    """What was measured, with as many decimals as tell a missed budget from its limit."""
    value = budget.measured or 0.0
    told = [_number(value, budget.limit, more) for more in range(MOST_DECIMALS)]
    alike = {_number(budget.limit, budget.limit, more) for more in range(MOST_DECIMALS)}
    return next((each for each in told if budget.met or each not in alike), told[-1])


def _how(run: Run) -> list[Component]:
    return [
        html.P(
            ngettext(
                "Each page is opened in Chromium once, with nothing in its cache.",
                "Each page is opened in Chromium {number} times, with nothing in its cache. The "
                "median counts.",
                run.runs,
            )
        ),
        html.P(
            _(
                "It is opened as a desktop, and as a phone. The phone has a processor four times "
                "slower, 1.6 megabits a second and a delay of 150 milliseconds."
            )
        ),
        html.P(
            _(
                "“Live” is when every control answers, counted from the first paint. The server is "
                "held against a page that says hello, in the same run. Anyone can run it: make "
                "bench."
            )
        ),
    ]
