"""How fast the site is: the figures of the last run of the benchmarks."""

from __future__ import annotations

from components.about import performance
from components.figures import row_order
from components.site.page import Asked, Page, Route
from components.text.words import _


def build(asked: Asked) -> Page:
    """The figures that ship."""
    run = performance.last_run()
    return Page(
        title=_("How fast this site is"),
        description=performance.lead(run),
        body=performance.layout(run, asked.query),
    )


PAGE = Route(performance.PATH, build, sides=("",), takes=row_order.PARAMETERS)
