"""A figure that was wrong says so where it stands, with the way to its old and new values."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from components.data.indicator import layout
from components.figures import corrected
from data_loaders.records.corrections import Correction, Role, corrections
from data_loaders.records.reading import Fault, RecordsError
from data_loaders.released.release import Release
from tests.support.tiny import COURTS, module, released

WRONG = Correction(
    id="filings-of-another-court",
    corrected_on=date(2026, 11, 20),
    noticed_by=Role.MAINTAINER,
    title="Filings were those of another court",
    what_was_wrong="The wrong court was read.",
    what_is_right="The right one is read.",
    figures=("filings",),
)


@pytest.fixture
def release(tmp_path: Path) -> Release:
    made = released(tmp_path, module(COURTS))
    return Release.open(tmp_path / made.catalog.release_id)


def test_a_corrected_figure_says_when_and_leads_to_its_values(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corrected, "corrections", lambda: (WRONG, replace_of(WRONG)))
    [link] = corrected.links(release, "filings")
    assert "Corrected on November 20, 2026" in str(link)
    assert "/changes#correction-filings-of-another-court" in str(link)
    page = str(layout(release, release.indicators["filings"], {}))
    assert "/changes#correction-filings-of-another-court" in page
    assert corrected.links(release, "rent") == []


def replace_of(each: Correction) -> Correction:
    """The same of simulated figures: none of a real release's."""
    return Correction(
        **{
            **{name: getattr(each, name) for name in each.__struct_fields__},
            "id": "simulated",
            "is_simulated": True,
        }
    )


def test_a_fault_in_the_file_of_corrections_fails_no_page(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> tuple[Correction, ...]:
        raise RecordsError((Fault("corrections.toml", 1, "is no list", "Mend it."),))

    monkeypatch.setattr(corrected, "corrections", broken)
    assert corrected.links(release, "filings") == []


def test_the_corrected_unemployment_rate_is_among_them() -> None:
    figures = {name for each in corrections() for name in each.figures}
    assert {"unemployment_rate", "unemployment_rate_sa"} <= figures
