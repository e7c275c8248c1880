"""Which audits let a release be served."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import msgspec

from data_loaders.vocabulary import audit_record
from data_loaders.vocabulary.audit_record import Audit, CheckResult, SourceAudit
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
