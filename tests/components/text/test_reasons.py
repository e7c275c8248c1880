"""A value that is hidden, missing or unreliable has one reason, and every surface gives it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from components.figures import attribution, legend, sentences, tables
from components.figures.scene import Scene
from components.markup.first_view import rendered
from components.pictures import figure as picture
from components.text import how_to_read, reasons
from data_loaders.observations.reasons import with_reasons
from data_loaders.observations.table import ObservationError, check
from data_loaders.released.csv_rows import HEADER, Labels, write_rows
from data_loaders.sources import catalog
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import (
    NEEDS_REASON,
    REASON_CODES,
    REASONS,
    STATUS_CODES,
    Reason,
    Source,
    Status,
)
from data_loaders.vocabulary.policy import Treatment
from data_loaders.vocabulary.reason_words import BECAUSE, BECAUSE_OF_STATUS
from tests.support.pages_drawn import scene_of
from tests.support.pages_read import read
from tests.support.tiny import COURTS, observed

NAMES = {"BX": "Bronx", "BK": "Brooklyn", "MN": "Manhattan"}
SOURCES: list[Source] = [
    *catalog.SOURCES,
    *(module.SOURCE for module in catalog.PARTNERS),
]
LINES = "area_id,period_start,period_end,value,status\nBX,2021-01-01,2021-01-31,{value},{status}\n"


def scene_with(reason: Reason) -> Scene:
    """A map of three boroughs in which the Bronx has this reason."""
    value = 9.0 if reason.status.has_value else None
    plain = scene_of({"BX": 9.0, "BK": 5.0, "MN": 4.0})
    frame = replace(
        plain.frame, values=((value,), *plain.frame.values[1:]), statuses=(reason.code, "n", "n")
    )
    return replace(plain, frame=frame)


def test_every_reason_has_words_a_status_and_a_letter_of_its_own() -> None:
    assert set(BECAUSE) == set(REASONS) == set(Reason)
    assert set(BECAUSE_OF_STATUS) == NEEDS_REASON
    letters = [*REASON_CODES.values(), *STATUS_CODES.values()]
    assert len(set(letters)) == len(letters)
    assert len({reasons.of(reason.status, reason) for reason in Reason}) == len(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_table_legend_tooltip_sentence_and_file_give_the_same_reason(reason: Reason) -> None:
    scene = scene_with(reason)
    cell = scene.cells()["BX"]
    assert (cell.status, cell.reason) == (reason.status, reason)
    words = reasons.of(reason.status, reason)
    assert reasons.label(cell) == reasons.by_code()[reason.code] == words
    key = read(str(rendered(legend.legend(scene, "/map")))).text
    assert f"{words}: 1 area" in key
    table = read(str(rendered(tables.map_table(scene, lambda _: "#")))).text
    assert (words in table) is (cell.value is None)
    if cell.value is None and reason.status is not Status.NOT_APPLICABLE:
        assert BECAUSE[reason] in sentences.hidden_sentence(scene)
    known = Labels(
        "2026-11-22", is_simulated=False, indicator=scene.indicator, source=COURTS, area_names=NAMES
    )
    lines = csv.DictReader(io.StringIO(HEADER + "".join(write_rows(known, scene.frame))))
    assert [line["value_reason"] for line in lines] == [str(reason), "", ""]


@pytest.mark.parametrize("reason", [each for each in Reason if not each.status.has_value])
def test_a_reason_never_says_more_people_are_protected_than_it_hides(reason: Reason) -> None:
    protects = "protect" in BECAUSE[reason]
    assert protects is (reason is Reason.SITE_RULE)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_a_source_gives_one_reason_a_status_and_the_one_public_word_where_we_hide(
    source: Source,
) -> None:
    for given in (source.reasons, *(indicator.reasons for indicator in source.indicators)):
        assert len({reason.status for reason in given}) == len(given)
    if source.policy.treatment is Treatment.OURS:
        assert {r for r in source.reasons if r.status is Status.WITHHELD} <= {Reason.SITE_RULE}


@pytest.mark.parametrize("status", sorted(NEEDS_REASON - {Status.NOT_REPORTED}))
def test_a_status_without_a_reason_stops_its_source(status: Status) -> None:
    table = observed(LINES.format(value=1 if status.has_value else "", status=status), "filings")
    silent = replace(COURTS, reasons=())
    with pytest.raises(ObservationError, match="courts gives no reason for"):
        with_reasons(table, silent)
    reason = next(each for each in Reason if each.status is status)
    explained = with_reasons(table, replace(COURTS, reasons=(reason,)))
    assert explained["reason"].tolist() == [str(reason)]


def test_an_indicator_knows_its_reason_better_than_its_source() -> None:
    table = observed(LINES.format(value="", status="not_reported"), "filings")
    (own,) = COURTS.indicators
    source = replace(COURTS, indicators=(replace(own, reasons=(Reason.INCOMPLETE,)),))
    assert with_reasons(table, source)["reason"].tolist() == ["incomplete"]
    assert with_reasons(table, COURTS)["reason"].tolist() == ["blank_at_publisher"]


def test_a_reason_of_another_status_is_refused() -> None:
    table = observed(LINES.format(value="", status="not_reported"), "filings")
    with pytest.raises(ObservationError, match="a reason of another status"):
        check(table.assign(reason=str(Reason.SITE_RULE)), COURTS.indicators)


def test_which_rule_hid_a_figure_we_treat_can_be_given_by_no_reader() -> None:
    table = observed(LINES.format(value="", status="withheld"), "filings")
    partner = next(iter(catalog.PARTNERS)).SOURCE
    source = replace(COURTS, policy=partner.policy)
    assert with_reasons(table, source)["reason"].tolist() == ["site_rule"]
    with pytest.raises(ObservationError, match="treated here, and its reader gives reasons"):
        with_reasons(table.assign(reason="publisher_minimum"), source)


def test_no_word_of_an_early_figure_says_that_it_will_change() -> None:
    """Many stand in a series that has ended: nobody will change them."""
    early = Cell(9.0, Status.PROVISIONAL)
    told = [
        reasons.label(early),
        *picture.caveats([early], [], COURTS),
        *attribution.source_sentences(COURTS, None, COURTS.indicators[0], is_early=True),
        *how_to_read.LINES,
    ]
    assert len([each for each in told if "arly" in each]) == 4
    assert not [each for each in told if "change" in each]
