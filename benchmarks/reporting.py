"""Measurements as tables a person can read."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from benchmarks.budgets import KB, Budget, Visits
from benchmarks.contenders import BY_HAND
from benchmarks.serving_load import HELLO, ServerRun


def show(console: Console, visits: Visits, run: ServerRun | None, budgets: list[Budget]) -> None:
    """Print whatever was measured, then the budgets."""
    if visits:
        console.print(visit_table(visits))
    if run:
        console.print(server_table(run))
    console.print(budget_table(budgets))


def visit_table(visits: Visits) -> Table:
    """One row a page and device; × is against the page by hand on that device."""
    table = _table(
        "One map, cold cache",
        "page",
        "device",
        "KB",
        "KB before map",
        "map painted ms",
        "×",
        "blocked ms",
        "period ms",
        "indicator ms",
        "KB a new one",
        "KB seen",
    )
    for (name, device), visit in visits.items():
        table.add_row(
            name,
            device.name,
            f"{visit.bytes / KB:,.0f}",
            f"{visit.bytes_before_paint / KB:,.0f}",
            f"{visit.painted:,.0f}",
            f"{visit.painted / visits[BY_HAND, device].painted:.1f}",
            f"{visit.blocking:,.0f}",
            f"{visit.step:,.0f}",
            f"{visit.change:,.0f}",
            f"{visit.change_bytes / KB:,.1f}",
            f"{visit.seen_bytes / KB:,.1f}",
        )
    return table


def server_table(run: ServerRun) -> Table:
    """One row a kind of answer."""
    title = "Two workers, fifty clients"
    table = _table(title, "answer", "requests/s", "% of hello", "99 % within ms", "KB")
    hello = run.loads[HELLO].requests_per_second
    for name, load in run.loads.items():
        table.add_row(
            name,
            f"{load.requests_per_second:,.0f}",
            f"{100 * load.requests_per_second / hello:.0f}",
            f"{load.latency_99:.0f}",
            f"{load.bytes / KB:,.1f}",
        )
    return table


def budget_table(budgets: list[Budget]) -> Table:
    """One row a promise, and whether it was kept."""
    table = _table("Budgets", "what", "measured", "limit", "unit", "")
    for budget in budgets:
        digits = 2 if budget.limit < 10 else 0
        limit = f"{'≥' if budget.at_least else '≤'} {budget.limit:g}"
        kept = "met" if budget.is_met else "[bold red]missed"
        table.add_row(budget.what, f"{budget.measured:,.{digits}f}", limit, budget.unit, kept)
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    return table
