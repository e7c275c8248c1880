"""The site beside a copy of the records it ships, which a test may edit."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data_loaders.records import held
from data_loaders.records.held import records
from data_loaders.vocabulary.installation import SHIPPED_RECORDS


@contextmanager
def edited_records(folder: Path) -> Iterator[Path]:
    """A copy in `folder` of the records that the site shows, looked at for every answer."""
    copy = Path(shutil.copytree(SHIPPED_RECORDS, folder / "records"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECORDS", str(copy))
        patch.setattr(held, "SECONDS_BETWEEN_LOOKS", 0.0)
        records.cache_clear()
        try:
            yield copy
        finally:
            records.cache_clear()


def add_two_uses(folder: Path) -> None:
    """Two real uses, one of them declined."""
    _add_use(folder, "2026-002", "Agency of Parks", "approved with conditions")
    _add_use(folder, "2026-003", "=Agency, of “Streets”", "declined")


def _add_use(folder: Path, name: str, agency: str, outcome: str) -> None:
    """A use of an agency, shown by a document, with its decision."""
    text = (folder / "uses/2026-001.toml").read_text("utf-8")
    text = text.replace("is_example = true", "").replace("Example agency (no real one)", agency)
    text = text.replace('outcome = "approved with conditions"', f'outcome = "{outcome}"')
    shown = '\n[[shown_by]]\nkind = "reported"\ntext = "It is shown."\nsource = "city-page"\n'
    (folder / f"uses/{name}.toml").write_text(text + shown, "utf-8")
    with (folder / "uses/IDS").open("a", encoding="utf-8") as ids:
        ids.write(f"{name}\n")
