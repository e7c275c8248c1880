"""The literal release and a later one: one filing revised, one hidden, one month more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.curate.publication.build import build
from data_loaders.observations.table import tidy
from data_loaders.vocabulary.progress import Silent
from tests.support import literal
from tests.support.tiny import observed, plan

OLDER, NEWER = "2026-11-22", "2026-11-23"
REVISED_TEXT = (
    literal.FILINGS_TEXT.replace("2021-01-31,25,normal", "2021-01-31,26,normal")
    .replace("BK,2021-01-01,2021-01-31,4,normal", "BK,2021-01-01,2021-01-31,,withheld")
    .replace("MN,2021-01-01,2021-01-31,7,provisional", "MN,2021-01-01,2021-01-31,7,normal")
    + "BX,2021-02-01,2021-02-28,31,provisional\n"
    + "BK,2021-02-01,2021-02-28,12,provisional\n"
    + "MN,2021-02-01,2021-02-28,9,provisional\n"
)


def filed_later() -> pd.DataFrame:
    """The filings as revised; the other figures of the source as they were."""
    before = literal.filed()
    return tidy([observed(REVISED_TEXT, "filings"), before[before["indicator_id"] != "filings"]])


def two_releases(root: Path) -> Path:
    """Both, in one folder; the newer is current."""
    literal.contents(root)
    health, _, listings = literal.readers()
    modules = [health, literal.reader(literal.FILED, filed_later), listings]
    planned = plan(root, modules, date.fromisoformat(NEWER))
    build(
        replace(planned, shapes=literal.SHAPES, places=(literal.BRONX, literal.FORDHAM)), Silent()
    )
    return root
