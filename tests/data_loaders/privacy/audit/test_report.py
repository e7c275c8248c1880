"""What a publisher reads of an audit: each check with its counts, and what failed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from data_loaders.privacy.audit.report import problems, report
from data_loaders.vocabulary.audit_record import Audit, CheckResult, SourceAudit
from data_loaders.vocabulary.guess_rates import GuessRates
from data_loaders.vocabulary.policy import Treatment

FINE = CheckResult("A3", "Whole numbers", True, 0, 1200, 4.0, "of 3 periods", 34)
BROKEN = CheckResult("A11", "Leak scan", False, 1002, 5000)
OURS = SourceAudit("clients", Treatment.OURS, (FINE, BROKEN), 4000, 1000, GuessRates(10, None))
THEIRS = SourceAudit("courts", Treatment.PUBLISHER, (replace(FINE, worst_width=None, note=""),))
AUDIT = Audit(
    "2021-06-01", "7c", False, datetime(2021, 6, 1, tzinfo=UTC), 61.24, {}, (OURS, THEIRS)
)


def test_the_report_says_every_number_of_every_check() -> None:
    assert report(AUDIT).splitlines() == [
        "Audit of 2021-06-01: FAILED in 61.2 s",
        "code 7c",
        "",
        "clients, treated by us: 1,000 of 4,000 cells withheld (25.0%)",
        "  ok         A3  Whole numbers: 1,200 checked, 34 of 1,000 withheld cells; narrowest "
        "range 4; of 3 periods",
        "  FAIL      A11  Leak scan: 1,002 failures, 5,000 checked, 0 of 1,000 withheld cells",
        "  guesses at cells hidden for others: at most 10 % exact, over 50 % within a tenth",
        "",
        "courts, treated by its publisher: 0 of 0 cells withheld (0.0%)",
        "  ok         A3  Whole numbers: 1,200 checked",
    ]


@pytest.mark.parametrize(("passed", "words"), [(True, "passed"), (False, "FAILED")])
def test_the_verdict_stands_in_the_first_line(passed: bool, words: str) -> None:
    first = report(replace(AUDIT, passed=passed)).splitlines()[0]
    assert first == f"Audit of 2021-06-01: {words} in 61.2 s"


def test_each_failed_check_is_a_problem_with_its_note() -> None:
    noted = replace(BROKEN, id="A7", note="areas overlap")
    audit = replace(AUDIT, sources=(OURS, replace(THEIRS, checks=(noted,))))
    assert problems(audit) == [
        "clients: A11 Leak scan: 1002 failures.",
        "courts: A7 Leak scan: 1002 failures. areas overlap",
    ]
