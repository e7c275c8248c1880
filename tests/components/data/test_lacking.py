"""A release made from copies names the sources it lacks, in its notes, its digest and on Data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from components.data.view import layout
from data_loaders.curate.publication.build import build
from data_loaders.curate.publication.digest import digest
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Failure
from data_loaders.vocabulary.progress import SILENT
from tests.support.tiny import COURTS, module, plan

LACKING = Failure("nys_taxable_sales", "Taxable sales", "No copy is at hand.")


def test_a_source_without_a_copy_is_named(tmp_path: Path) -> None:
    made = build(replace(plan(tmp_path, [module(COURTS)]), lacking=(LACKING,)), SILENT)
    assert "## Sources this release lacks\n\n- Taxable sales: No copy is at hand." in (
        made.catalog.notes
    )
    assert digest(made).catalog.lacking == (LACKING,)
    release = Release.open(tmp_path / made.catalog.release_id)
    page = str(layout(release, {}, date(2026, 11, 22)))
    assert "Taxable sales." in page
    assert "No copy is at hand." in page


def test_a_release_of_every_source_names_none(tmp_path: Path) -> None:
    made = build(plan(tmp_path, [module(COURTS)]), SILENT)
    assert "lacks" not in made.catalog.notes
    assert made.catalog.lacking == ()
