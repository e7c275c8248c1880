from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from components.text import freshness
from data_loaders.released.freshness import freshness as fresh
from data_loaders.vocabulary.model import Cadence, Delivery, Source
from tests.support.tiny import COURTS, FILINGS

WEEKLY = replace(COURTS, cadence=Cadence.WEEK)
ASKED = date(2026, 9, 7)
AUGUST = Delivery("courts", date(2026, 8, 15), date(2026, 8, 20), "0", 1, asked_on=ASKED)


def test_a_late_source_says_how_often_it_is_expected_and_how_late_it_is() -> None:
    assert freshness.sentence(WEEKLY, AUGUST, date(2026, 9, 7)) == (
        "Expected weekly, 9 days late: the newest figures are to August 15, 2026; newer ones were "
        "due by August 29, 2026. The publisher had none when it was asked on September 7, 2026."
    )


def test_an_old_copy_is_never_the_publishers_lateness() -> None:
    copy = replace(AUGUST, asked_on=None)
    said = freshness.sentence(WEEKLY, copy, date(2028, 9, 7))
    assert said == "This copy ends August 15, 2026; the series goes on at the publisher."
    assert freshness.phrase(fresh(WEEKLY, copy, date(2028, 9, 7))) == (
        "published weekly; what is here ends earlier"
    )


def test_what_was_not_asked_for_since_is_not_late_but_said() -> None:
    asked = replace(AUGUST, asked_on=date(2026, 8, 20))
    assert freshness.sentence(WEEKLY, asked, date(2028, 9, 7)) == (
        "Figures here end August 15, 2026. The publisher was last asked on August 20, 2026 and may "
        "have newer ones."
    )


def test_a_partner_is_late_by_what_was_not_handed_over() -> None:
    partner = replace(WEEKLY, feed=None)
    said = freshness.sentence(partner, replace(AUGUST, asked_on=None), date(2026, 9, 7))
    assert said.startswith("Expected weekly, 9 days late:")
    assert "asked" not in said


def test_a_source_on_time_says_when_the_next_figures_are_due() -> None:
    assert freshness.sentence(WEEKLY, AUGUST, date(2026, 8, 20)) == (
        "Expected weekly: the newest figures are to August 15, 2026; the next are due by "
        "August 29, 2026."
    )


def test_a_source_without_a_set_date_says_so_and_is_never_late() -> None:
    as_needed = replace(COURTS, cadence=Cadence.AS_NEEDED)
    assert freshness.sentence(as_needed, AUGUST, date(2028, 9, 7)) == (
        "Sent when there is something new, on no set date: the newest figures are to "
        "August 15, 2026."
    )


def test_a_source_of_one_set_says_no_more_is_expected() -> None:
    once = replace(COURTS, cadence=Cadence.ONCE)
    assert freshness.sentence(once, AUGUST, date(2028, 9, 7)) == (
        "One set of figures, to August 15, 2026. No more are expected."
    )


@pytest.mark.parametrize("cadence", Cadence)
def test_every_cadence_has_a_word(cadence: Cadence) -> None:
    assert freshness.cadence_word(cadence)


def test_a_source_that_ended_says_when() -> None:
    ended = replace(WEEKLY, ended_on=date(2022, 12, 3))
    sentence = freshness.sentence(ended, AUGUST, date(2026, 9, 7))
    assert sentence == "The publisher's files ended in December 2022."


def test_a_source_that_ended_says_what_of_it_goes_on() -> None:
    goes_on = replace(FILINGS, continued_with=("tracker:filings",))
    ended = replace(WEEKLY, ended_on=date(2022, 12, 3), indicators=(goes_on,))
    assert freshness.sentence(ended, AUGUST, date(2026, 9, 7)) == (
        "The publisher's files ended in December 2022; these figures go on in another source: "
        "Filings."
    )


def test_a_feed_that_failed_is_said() -> None:
    failed = replace(AUGUST, note="The feed failed; figures received on 2026-08-20 stand in.")
    assert freshness.sentence(WEEKLY, failed, date(2026, 8, 20)).endswith("2026-08-20 stand in.")


def test_years_are_not_told_in_days() -> None:
    asked = replace(AUGUST, asked_on=date(2028, 9, 7))
    assert "2 years late" in freshness.sentence(WEEKLY, asked, date(2028, 9, 7))


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (WEEKLY, "expected weekly, 9 days late"),
        (replace(COURTS, cadence=Cadence.YEAR), "expected yearly, on time"),
        (replace(COURTS, cadence=Cadence.TWO_WEEKS), "expected every two weeks, on time"),
        (replace(WEEKLY, ended_on=date(2022, 12, 3)), "series ended December 2022"),
        (replace(COURTS, cadence=Cadence.ONCE), "series ended August 2026"),
        (
            replace(COURTS, cadence=Cadence.AS_NEEDED),
            "sent when there is something new, on no set date",
        ),
        (
            replace(COURTS, indicators=(replace(FILINGS, derived_from=("a:b",)),)),
            "computed here from other sources",
        ),
    ],
)
def test_how_fresh_a_source_is_fits_a_few_words(source: Source, told: str) -> None:
    assert freshness.phrase(fresh(source, AUGUST, date(2026, 9, 7))) == told
