"""What an audit found is told in the same words, and in no larger ones, on every page."""

from __future__ import annotations

import operator
import re
from dataclasses import replace
from pathlib import Path

import pytest

from components.data import policy_words
from components.privacy import audit
from components.site.page import Route
from data_loaders.released import serving
from data_loaders.released.release import Release
from data_loaders.sources.catalog import SOURCES
from data_loaders.vocabulary.audit_record import CheckResult
from data_loaders.vocabulary.policy import Treatment
from pages import data, methodology, partnership, practice, privacy, source
from tests.support.described import described, opened, words
from tests.support.tiny import COURTS

PUBLIC_SOURCES = tuple(each for each in SOURCES if each.policy.treatment is Treatment.PUBLISHER)
TOLD_OF_THE_AUDIT = [
    data.PAGE,
    practice.PAGE,
    privacy.PAGE,
]
TOLD_OF_PRIVACY = [
    *TOLD_OF_THE_AUDIT,
    methodology.PAGE,
    partnership.PAGE,
]
NAMES = operator.attrgetter("path")
# An attack is made on figures of partners alone.
LARGER = re.compile(
    r"\d+ sources passed|All checks passed|release is attacked|"
    r"files of (?:this )?release (?:\S+ )?were attacked|files that result are attacked"
)


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    """A release of public sources alone, which were looked through and not attacked."""
    monkeypatch.setenv("RELEASES", str(tmp_path))
    serving.releases.cache_clear()
    return described(tmp_path, PUBLIC_SOURCES)


@pytest.mark.parametrize("page", TOLD_OF_THE_AUDIT, ids=NAMES)
def test_the_outcome_of_an_audit_is_the_same_words_on_each_page(
    release: Release, page: Route
) -> None:
    outcome = policy_words.outcome(release.audit)
    assert outcome in words(opened(page, page.path, release))


@pytest.mark.parametrize("page", TOLD_OF_PRIVACY, ids=NAMES)
def test_no_page_says_that_a_release_without_partners_was_attacked(
    release: Release, page: Route
) -> None:
    assert LARGER.findall(words(opened(page, page.path, release))) == []


@pytest.mark.parametrize("page", TOLD_OF_PRIVACY[2:4], ids=NAMES)
def test_each_source_is_counted_once_by_who_decided_what_is_hidden(
    release: Release, page: Route
) -> None:
    whose = policy_words.whose(release.catalog.sources)
    assert whose in words(opened(page, page.path, release))
    counted = [int(number) for number in re.findall(r"\d+", whose)]
    assert sum(counted) == len(PUBLIC_SOURCES)


def test_a_rule_in_other_words_is_not_a_rule_that_changed() -> None:
    policy = replace(COURTS.policy, publisher_rule="Cells under 10 hide; others are shown.")
    before = replace(COURTS, policy=policy)
    said = "Cells under 10 hide. The others are shown."
    reworded = replace(COURTS, policy=replace(policy, publisher_rule=said))
    assert list(audit.changed({"courts": before}, {"courts": reworded})) == []
    [(name, _told)] = audit.reworded({"courts": before}, {"courts": reworded})
    assert name == "Filings"


@pytest.mark.parametrize(
    "rule", ["Cells under twelve hide.", "Cells under 12 hide.", "Nothing hides."]
)
def test_another_number_is_a_rule_that_changed(rule: str) -> None:
    policy = replace(COURTS.policy, publisher_rule="Cells under ten hide.")
    before = replace(COURTS, policy=policy)
    now = replace(COURTS, policy=replace(policy, publisher_rule=rule))
    assert len(list(audit.changed({"courts": before}, {"courts": now}))) == 1
    assert list(audit.reworded({"courts": before}, {"courts": now})) == []


def test_another_treatment_is_a_rule_that_changed() -> None:
    now = replace(COURTS, policy=replace(COURTS.policy, excluded=("address",)))
    assert COURTS.policy.treatment is Treatment.PUBLISHER
    assert len(list(audit.changed({"courts": COURTS}, {"courts": now}))) == 1


@pytest.mark.parametrize(
    ("looked_at", "is_passed", "told"),
    [(0, True, "nothing to look at"), (3, True, "passed"), (3, False, "failed")],
)
def test_a_check_without_anything_to_look_at_is_not_said_to_have_passed(
    release: Release, *, looked_at: int, is_passed: bool, told: str
) -> None:
    check = CheckResult("A11", "Leak scan", is_passed, 0, looked_at)
    every = tuple(replace(each, checks=(check,)) for each in release.audit.sources)
    release.audit = replace(release.audit, sources=every)
    of_source = words(opened(source.PAGE, f"/methodology/{PUBLIC_SOURCES[0].id}", release))
    rows = words(opened(privacy.PAGE, "/privacy", release))
    row = rows[rows.index("A11 Leak scan") : rows.index("A12 Negative")]
    results = {"nothing to look at", "passed", "failed"}
    for part in (row, of_source[of_source.index("A11 Leak scan") :]):
        assert [each for each in results if each in part] == [told]
