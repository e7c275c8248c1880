"""What may be compared, and the time a figure is of, held against what the catalog says of it."""

from __future__ import annotations

from data_loaders.sources.catalog import PARTNERS, SOURCES
from data_loaders.vocabulary.comparing import MARGINS, NOT_GIVEN, margin
from data_loaders.vocabulary.model import Indicator
from data_loaders.vocabulary.months_told import of_the_last_month


def indicators() -> list[Indicator]:
    partners = [partner.SOURCE for partner in PARTNERS]
    return [indicator for source in (*SOURCES, *partners) for indicator in source.indicators]


def test_every_figure_that_tells_of_a_margin_of_error_has_one() -> None:
    told = {each.id for each in indicators() if "margin of error" in " ".join(each.caveats)}
    assert told == {*MARGINS}
    unknown = {each.id for each in indicators() if "gives no margin" in " ".join(each.caveats)}
    assert unknown == {each.id for each in indicators() if margin(each) == NOT_GIVEN}


def test_every_figure_of_a_quarters_last_month_is_told_by_that_month() -> None:
    said = {each.id for each in indicators() if "that of the last month" in each.processing}
    assert said
    assert said == {each.id for each in indicators() if of_the_last_month(each)}
