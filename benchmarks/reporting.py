"""Measurements as tables a person can read."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from benchmarks.budgets import Budget


def budget_table(budgets: Sequence[Budget]) -> Table:
    """One row a promise, and whether it was kept."""
    table = Table("what", title="Budgets", title_justify="left")
    for column in ("measured", "limit", "unit", ""):
        table.add_column(column, justify="right")
    for budget in budgets:
        kept = "met" if budget.is_met else "[bold red]missed"
        table.add_row(budget.what, told(budget), limit(budget), budget.unit, kept)
    return table


def told(budget: Budget) -> str:
    """What was measured, with as many digits as its limit is worth."""
    if budget.measured is None:
        return "not measured"
    return f"{budget.measured:,.{2 if budget.limit < 10 else 0}f}"


def limit(budget: Budget) -> str:
    """The promise."""
    return f"{'≥' if budget.at_least else '≤'} {budget.limit:g}"
