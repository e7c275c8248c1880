"""The Urban Systems Lab's simulated survey: one wave in the spring of 2020, one row a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.simulated.city import City
from data_loaders.sources.partners.usl_parks import BOROUGH, COLUMNS, DAY, RESIDENT, SAFE
from data_loaders.vocabulary.geography import BOROUGHS
from data_loaders.vocabulary.model import Geography

PEOPLE = 1_400
WAVE = pd.date_range("2020-05-13", "2020-06-15")
# Who answers online is not who lives where: Manhattan and Brooklyn answer most.
ANSWER_IN = {"MN": 0.36, "BK": 0.34, "QN": 0.17, "BX": 0.08, "SI": 0.05}
LIVE_ELSEWHERE = 0.02
NO_BOROUGH = 0.02
FEEL_SAFE = {
    "1 Not safe at all": 0.06,
    "2": 0.14,
    "3 Neither": 0.27,
    "4": 0.33,
    "5 Very safe": 0.15,
    "": 0.05,
}
OTHER_ANSWERS = ("yes", "no", "")
# Written by people in their own words, so nobody's words are invented.
LEFT_BLANK = ("notes", "neighborhood", "park_desc")


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """The one wave, whole; nothing where it was handed over before. `scale` thins the people."""
    folder.mkdir(parents=True, exist_ok=True)
    if after is not None and pd.Timestamp(after) >= WAVE[-1]:
        return []
    random = city.random("survey on parks")
    count = max(1, round(scale * PEOPLE))
    names = {borough.id: borough.name for borough in BOROUGHS}
    boroughs = random.choice(list(ANSWER_IN), size=count, p=list(ANSWER_IN.values()))
    lives_here = np.where(random.random(count) < LIVE_ELSEWHERE, "no", "yes")
    is_told = random.random(count) >= NO_BOROUGH
    table = pd.DataFrame(
        {
            DAY: WAVE[np.sort(random.integers(0, len(WAVE), count))].strftime("%Y-%m-%d"),
            "zip": random.choice(city.area_ids(Geography.MODZCTA), size=count),
            BOROUGH: np.where(is_told, [names[one] for one in boroughs], ""),
            RESIDENT: lives_here,
            SAFE: random.choice(list(FEEL_SAFE), size=count, p=list(FEEL_SAFE.values())),
        }
    )
    others = [name for name in COLUMNS if name not in table.columns]
    answers = random.choice(OTHER_ANSWERS, size=(count, len(others)))
    table = pd.concat([table, pd.DataFrame(answers, columns=others)], axis=1)
    table[[name for name in others if name.endswith("other") or name in LEFT_BLANK]] = ""
    path = folder / f"usl_parks_{until}.csv"
    table[list(COLUMNS)].to_csv(path, sep="|", index=False, lineterminator="\n")
    return [path]
