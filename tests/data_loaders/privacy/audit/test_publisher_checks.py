from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from data_loaders.curate.publication.build import build
from data_loaders.privacy.audit import publisher_checks
from data_loaders.privacy.audit.report import problems
from data_loaders.privacy.audit.run import audit_release
from data_loaders.released.packing import Packed, unpacked
from data_loaders.released.release import Release, ReleaseError
from data_loaders.vocabulary.audit_record import CheckResult, refusals
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import Geography
from data_loaders.vocabulary.policy import Contributors, ContributorUnit, Grid, Primary, Treatment
from data_loaders.vocabulary.progress import Silent
from tests.support.tiny import COURTS, PUBLIC, module, plan, released


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    released(tmp_path)
    return tmp_path / "2026-11-22"


def failed(folder: Path) -> list[str]:
    audit = audit_release(folder, None, Silent())
    assert audit.passed == (not problems(audit))
    checks: list[CheckResult] = [check for source in audit.sources for check in source.checks]
    return [check.id for check in checks if not check.passed]


def frame_of(folder: Path, indicator_id: str) -> tuple[Path, Frame]:
    entry = Release.open(folder).entry(indicator_id, Geography.BOROUGH)
    assert entry is not None
    path = folder / entry.file
    return path, unpacked(path.read_bytes())


def test_a_sound_release_passes_and_is_not_refused(folder: Path) -> None:
    audit = audit_release(folder, None, Silent())
    assert audit.passed
    assert [(source.cells, source.withheld) for source in audit.sources] == [(4, 1), (4, 1)]
    policies = {source.id: source.policy for source in Release.open(folder).catalog.sources}
    assert refusals(audit, policies, False, audit.observations) == ()


def test_a_value_left_in_a_withheld_cell_of_a_frame_is_found(folder: Path) -> None:
    path, frame = frame_of(folder, "rent")
    leaking = replace(frame, values=((3, 0), frame.values[1]))
    path.write_bytes(msgspec.json.encode(Packed(leaking, None, ()), enc_hook=list))
    with pytest.raises(msgspec.ValidationError, match="values its statuses do not allow"):
        failed(folder)


def test_a_value_left_in_a_withheld_cell_of_a_table_is_found(folder: Path) -> None:
    path = folder / "csv/filings_borough.csv"
    text = path.read_text()
    assert ",,filings,withheld," in text
    path.write_text(text.replace(",,filings,withheld,", ",3,filings,withheld,"))
    assert failed(folder) == ["A11"]


def test_a_missing_row_fails_the_publisher_checks(folder: Path) -> None:
    path = folder / "csv/filings_borough.csv"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    assert failed(folder) == ["A11"]


def test_a_table_against_the_publishers_terms_is_found(folder: Path) -> None:
    (folder / "csv/rent_borough.csv").write_bytes(b"")
    assert failed(folder) == ["terms"]


def test_observations_against_the_publishers_terms_are_found(folder: Path) -> None:
    (folder / "observations/listings.parquet").write_bytes(b"")
    assert failed(folder) == ["terms"]


def test_observations_that_are_not_readable_are_found(folder: Path) -> None:
    (folder / "observations/courts.parquet").unlink()
    assert failed(folder) == ["promises"]


def test_a_blind_scan_fails_the_negative_controls(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publisher_checks, "frame_leaks", lambda _: 0)
    assert failed(folder) == ["A12", "A12"]


def test_problems_name_no_value(folder: Path) -> None:
    path, frame = frame_of(folder, "rent")
    leaking = replace(frame, values=((98765, 0), frame.values[1]))
    path.write_bytes(msgspec.json.encode(Packed(leaking, None, ()), enc_hook=list))
    with pytest.raises(msgspec.ValidationError) as refused:
        audit_release(folder, None, Silent())
    assert "98765" not in f"{refused.value}"


def test_a_source_that_needs_our_treatment_is_refused(tmp_path: Path) -> None:
    ours = replace(
        PUBLIC,
        treatment=Treatment.OURS,
        contributors=Contributors.COUNTED,
        contributor_unit=ContributorUnit.PERSON,
        primary=Primary(minimum_contributors=11),
        publication_grid=Grid(("borough",), "month"),
    )
    with pytest.raises(
        ReleaseError, match="courts has no permission on record to be displayed publicly"
    ):
        build(plan(tmp_path, [module(replace(COURTS, policy=ours))]), Silent())
    assert not list(tmp_path.glob("*/manifest.json"))


def test_a_published_catalog_says_that_dominance_is_checked_and_not_how(tmp_path: Path) -> None:
    dominance = replace(PUBLIC, primary=Primary(minimum_contributors=10, p_percent=12.75))
    build(plan(tmp_path, [module(replace(COURTS, policy=dominance))]), Silent())
    written = next(tmp_path.glob("*/catalog.json")).read_text("utf-8")
    assert "12.75" not in written
    policy = Release.open(next(tmp_path.glob("*/manifest.json")).parent).sources["courts"].policy
    assert policy.primary is not None
    assert policy.primary.p_percent is not None
