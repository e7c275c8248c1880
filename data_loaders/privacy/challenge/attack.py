"""Attack the two releases of this pack: python attack.py

Needs what requirements.txt beside it names. Runs every attack of our audit, A1 to A14, on the
files of the first release, and on those of the second beside the first. Prints how many withheld
cells each was about and how many it found out, and ends with 1 if any. Name other folders to
attack those, the earliest first. With --guess it writes as a claim the best guess from history
at each withheld cell. Change it, replace it: whoever recovers cells has found a defect of ours.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec
import numpy as np
import pandas as pd

from data_loaders.observations.parquet import read_observations
from data_loaders.observations.table import KEY
from data_loaders.privacy.audit.report import report
from data_loaders.privacy.audit.run import audit_release
from data_loaders.privacy.tables import guess
from data_loaders.privacy.tables.counted import borough_of
from data_loaders.privacy.tables.cube import cubes
from data_loaders.vocabulary.model import Catalog, Measure
from data_loaders.vocabulary.progress import Silent

HERE = Path(__file__).resolve().parent
RELEASES = [HERE.parent / "first", HERE.parent / "second"]
CLAIM = ["indicator_id", "area_id", "period_start", "industry_id", "value"]


def attack(releases: list[Path]) -> bool:
    """Attack each release beside those before it; whether nothing was found out."""
    passed = True
    for place, release in enumerate(releases):
        previous, *earlier = releases[:place][::-1] or [None]
        audit = audit_release(release, previous, Silent(), earlier=[one for one in earlier if one])
        sys.stdout.write(f"{report(audit)}\n\n")
        passed = passed and audit.passed
    return passed


def guesses(release: Path) -> pd.DataFrame:
    """The best guess we know at every withheld cell of a series that is ever shown."""
    catalog = msgspec.json.decode((release / "catalog.json").read_bytes(), type=Catalog)
    boroughs = borough_of(catalog.areas)
    parts = []
    for source in catalog.sources:
        kinds = (Measure.COUNT, Measure.MONEY)
        ids = [one.id for one in source.indicators if one.measure in kinds]
        rows = read_observations(release / "observations" / f"{source.id}.parquet")
        rows = rows[rows["indicator_id"].isin(ids)].sort_values(KEY, ignore_index=True)
        best = guess.guesses(rows, list(cubes(rows, boroughs)), source.policy)[-1]
        parts.append(rows.assign(value=best)[np.isfinite(best)])
    return pd.concat(parts)[CLAIM]


def main() -> int:
    words = argparse.ArgumentParser(description="Attack the releases of this pack.")
    words.add_argument("releases", nargs="*", type=Path, default=RELEASES)
    words.add_argument("--guess", type=Path, help="write the best guesses as a claim")
    asked = words.parse_args()
    if asked.guess:
        guesses(asked.releases[-1]).to_csv(asked.guess, index=False, date_format="%Y-%m-%d")
        return 0
    return 0 if attack(asked.releases) else 1


if __name__ == "__main__":
    sys.exit(main())
