"""What README, Home, Methods and Privacy promise is tied to a test that fails if it is not so."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Where a claim stands, its words there, and the test that would fail if it were false.
CLAIMS = (
    (
        "README.md",
        "every hidden number explained",
        "tests/pages/test_reasons.py",
        "test_every_value_that_needs_a_reason_has_one_of_the_closed_list",
    ),
    (
        "components/home/words.py",
        "whose newest figure is more than {oldest} months older than the release",
        "tests/components/home/test_home.py",
        "test_the_headline_rests_on_figures_of_today_alone",
    ),
    (
        "components/home/words.py",
        "Of several series on one topic the one with the newest figure counts.",
        "tests/components/home/test_home.py",
        "test_of_two_series_on_one_topic_the_newest_answers",
    ),
    (
        "components/home/gaps.py",
        "is last known and does not decide",
        "tests/components/home/test_home.py",
        "test_whether_everyone_is_back_rests_on_gaps_of_today_alone",
    ),
    (
        "data_loaders/released/csv_columns.py",
        "once for each area, in its first row",
        "tests/pages/test_care.py",
        "test_a_figures_caveats_follow_it_everywhere",
    ),
    (
        "components/privacy/words.py",
        "Which of the two is never said",
        "tests/pages/test_reasons.py",
        "test_a_figure_we_hide_has_the_one_public_reason",
    ),
    (
        "components/data/indicator.py",
        "never a zero",
        "tests/data_loaders/released/test_csv_rows.py",
        "test_a_withheld_value_is_empty_and_a_zero_is_zero",
    ),
)


@pytest.mark.parametrize(("file", "words", "test_file", "test"), CLAIMS)
def test_a_claim_stands_and_so_does_its_test(
    file: str, words: str, test_file: str, test: str
) -> None:
    said = " ".join((ROOT / file).read_text("utf-8").replace('"', " ").split())
    assert words in said
    assert f"def {test}(" in (ROOT / test_file).read_text("utf-8")
