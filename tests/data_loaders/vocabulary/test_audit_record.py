"""Which audits let a release be served."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import inf

import msgspec
import numpy as np
import pytest

from data_loaders.vocabulary import audit_record
from data_loaders.vocabulary.audit_record import Audit, CheckResult, SourceAudit, result
from data_loaders.vocabulary.draws import Drawn
from data_loaders.vocabulary.noise import BudgetPeriod, Noise, NoiseUnit
from data_loaders.vocabulary.policy import (
    Contributors,
    DisplayPermission,
    Grid,
    Policy,
    Primary,
    Sensitivity,
    Treatment,
)

HASHES = {"filings.parquet": "ab"}
OURS = Policy(
    sensitivity=Sensitivity.PERSONAL_AGGREGATE,
    unit_of_observation="person",
    treatment=Treatment.OURS,
    contributors=Contributors.COUNTED,
    plain="",
    revision="",
    retention="",
    publication_grid=Grid(("borough",), "week"),
    primary=Primary(minimum_contributors=10),
    display_permission=DisplayPermission("letter", date(2021, 1, 4), "public"),
)


def audit_with(checks: frozenset[str], treatment: Treatment = Treatment.OURS) -> Audit:
    found = tuple(CheckResult(name, "", passed=True, failures=0) for name in sorted(checks))
    source = SourceAudit("filings", treatment, found)
    ran_on = datetime(2021, 6, 1, tzinfo=UTC)
    return Audit("2021-06-01", "1", True, ran_on, 1.5, HASHES, (source,))


def test_a_release_with_every_check_passed_is_served() -> None:
    full = audit_with(audit_record.GATE)
    assert audit_record.refusals(full, {"filings": OURS}, False, HASHES) == ()


def test_one_missing_check_refuses_a_source_we_treat() -> None:
    short = audit_with(audit_record.GATE - {"A4"})
    assert audit_record.refusals(short, {"filings": OURS}, False, HASHES) == (
        "filings: no pass on A4",
    )


def test_a_source_never_audited_changed_files_and_a_failed_audit_are_refused() -> None:
    failed = replace(audit_with(audit_record.GATE), passed=False)
    problems = audit_record.refusals(failed, {"filings": OURS, "visits": OURS}, False, {})
    assert "the audit did not pass" in problems
    assert "visits: not audited" in problems
    assert any("other observation files" in problem for problem in problems)


def test_a_publishers_treatment_does_not_do_for_a_source_we_must_treat() -> None:
    short = audit_with(audit_record.GATE_OF_PUBLISHERS, Treatment.PUBLISHER)
    problems = audit_record.refusals(short, {"filings": OURS}, False, HASHES)
    assert "filings: audited as publisher, treated as ours" in problems


def test_without_permission_to_display_a_source_lives_in_simulated_releases_only() -> None:
    unpermitted = {"filings": replace(OURS, display_permission=None)}
    full = audit_with(audit_record.GATE)
    assert audit_record.refusals(full, unpermitted, True, HASHES) == ()
    assert audit_record.refusals(full, unpermitted, False, HASHES) != ()


def test_an_audit_survives_being_written_and_read() -> None:
    full = audit_with(audit_record.GATE)
    assert msgspec.json.decode(msgspec.json.encode(full), type=Audit) == full


def test_a_check_passes_where_nothing_failed_and_its_numbers_are_plain() -> None:
    found = result("A2", np.int64(0), np.int64(7), np.float64(2.0), "said", np.int64(5))
    assert found == CheckResult("A2", audit_record.TITLES["A2"], True, 0, 7, 2.0, "said", 5)
    assert {type(found.failures), type(found.checked), type(found.covered)} == {int}
    assert type(found.worst_width) is float
    failed = result("A2", 1, 7)
    assert failed == CheckResult("A2", audit_record.TITLES["A2"], False, 1, 7, None, "", 0)


@pytest.mark.parametrize("width", [None, inf])
def test_an_attack_that_left_no_interval_has_no_width(width: float | None) -> None:
    assert result("A2", 0, 7, width).worst_width is None


def test_every_missing_check_is_named_in_the_order_of_their_numbers() -> None:
    short = audit_with(audit_record.GATE - {"A10", "A2", "A9"})
    assert audit_record.refusals(short, {"filings": OURS}, False, HASHES) == (
        "filings: no pass on A2, A9, A10",
    )
    moved = audit_record.refusals(audit_with(audit_record.GATE), {"filings": OURS}, False, {})
    assert moved == ("the audit was run on other observation files than the release holds",)


def test_an_attack_is_asked_for_from_the_moment_it_is_known() -> None:
    known = audit_record.KNOWN_SINCE["A14"]
    assert "A14" in audit_record.gate_of(OURS, known)
    assert "A14" not in audit_record.gate_of(OURS, known - timedelta(seconds=1))
    publisher = replace(OURS, treatment=Treatment.PUBLISHER, publisher_rule="None.")
    assert audit_record.gate_of(publisher, known) == audit_record.GATE_OF_PUBLISHERS


NOISE = Noise(1.0, NoiseUnit.PERSON, BudgetPeriod.ALWAYS, bound=1)
NOISY = replace(OURS, primary=None, noise=NOISE)
MARCH = Drawn(date(2021, 3, 1), date(2021, 3, 31), "2021-04-05", 1.0, 5, "ab")


def with_draws(*draws: Drawn, at: datetime = audit_record.LEDGER_SINCE) -> tuple[str, ...]:
    audit = audit_with(audit_record.GATE_OF_NOISE)
    audit = replace(audit, ran_on=at, sources=(replace(audit.sources[0], draws=draws),))
    return audit_record.refusals(audit, {"filings": NOISY}, False, HASHES)


def test_noise_needs_its_own_checks_and_a_ledger_of_what_was_drawn() -> None:
    assert audit_record.gate_of(NOISY, audit_record.LEDGER_SINCE) == audit_record.GATE_OF_NOISE
    assert with_draws(MARCH) == ()
    assert with_draws() == ("filings: its audit has no ledger of draws",)
    assert with_draws(at=audit_record.LEDGER_SINCE - timedelta(seconds=1)) == ()


def test_a_ledger_that_spends_more_than_is_declared_is_refused() -> None:
    too_much = "filings: its draws spent more epsilon than its policy declares"
    assert with_draws(replace(MARCH, epsilon=1.0 + 1e-12)) == ()
    assert with_draws(replace(MARCH, epsilon=1.1)) == (too_much,)
    april = replace(MARCH, period_start=date(2021, 4, 1), period_end=date(2021, 4, 30))
    assert with_draws(MARCH, april) == ()
    overlapping = replace(april, period_start=date(2021, 3, 31))
    assert with_draws(MARCH, overlapping) == (too_much,)
    half = [replace(each, epsilon=0.5) for each in (MARCH, overlapping)]
    assert with_draws(*half) == ()
