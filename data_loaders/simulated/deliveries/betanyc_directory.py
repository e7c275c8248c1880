"""The communities' directories: one CSV each at the end of every month, with columns that drift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.simulated.city import City, Kind
from data_loaders.simulated.records import choice

NAME = "betanyc_directory"
FIRST, FIRST_DELIVERY, LAST_ADDED = "2020-03-25", "2020-05-01", "2021-06-30"
COLUMNS = (
    *("Name", "Category", "Sub-Category", "Phone", "Status", "Pickup Offered"),
    *("Delivery Offered", "Hours", "Special Accommodation Hours", "Black Owned Business", "MWBE"),
    *("Source", "Last Updated", "Latitude", "Longitude", "Address"),
)
CATEGORIES = {"Restaurant": 0.48, "Grocery Store": 0.17, "Pharmacy": 0.09, "Shop": 0.20}
OFFERS = {"Yes": 0.55, "Yes (Call ahead)": 0.04, "No": 0.14}
HOURS = {"8:00 AM - 9:00 AM": 0.035, "Seniors 8am - 10am": 0.03, "None": 0.02}
NO_STATUS, NO_PLACE = 0.25, 0.03
OWNED = {"Black Owned Business": 0.07, "MWBE": 0.12}
BLOCK = 0.0035  # degrees; about 350 m


@dataclass(frozen=True, slots=True)
class Community:
    """A directory: how many businesses it lists in the end, and the middles of where they are."""

    file: str
    businesses: int
    places: tuple[tuple[float, float], ...]
    renamed: tuple[tuple[str, str], ...] = ()
    lacking: tuple[str, ...] = ()


COMMUNITIES = (
    Community(
        "whats-open-east-village",
        260,
        ((40.7265, -73.9815),),
        (("Sub-Category", "Sub Categories"),),
    ),
    Community("whos-open-uptowngrandcentral", 90, ((40.8045, -73.9385),)),
    Community(
        "open-business-directory",
        240,
        ((40.7220, -73.9510),),
        lacking=("Black Owned Business", "MWBE"),
    ),
    Community(
        "whos-open-queens", 300, ((40.7644, -73.9235), (40.7557, -73.8831), (40.7592, -73.8301))
    ),
    Community("whos-open-sunnyside", 110, ((40.7433, -73.9196),)),
)


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """Every directory at the end of each month after `after`, the last one ending by `until`."""
    first = FIRST_DELIVERY if after is None else after + timedelta(days=1)
    month_ends = pd.date_range(pd.Timestamp(first), pd.Timestamp(until), freq="ME", unit="ms")
    businesses = {community: _businesses(city, community, scale) for community in COMMUNITIES}
    return [
        _snapshot(folder, city, community, table, day)
        for day in month_ends
        for community, table in businesses.items()
    ]


def _businesses(city: City, community: Community, scale: float) -> pd.DataFrame:
    """All businesses a directory will list: its columns, and `added`, the day they came in."""
    random = city.random(f"{NAME}, {community.file}")
    size = max(round(community.businesses * scale), 1)
    middle = np.array(community.places)[random.integers(0, len(community.places), size)]
    place = pd.DataFrame(middle + random.uniform(-BLOCK, BLOCK, (size, 2))).round(6).astype("str")
    place = place.mask(pd.Series(random.random(size) < NO_PLACE), "")
    days = (pd.Timestamp(LAST_ADDED) - pd.Timestamp(FIRST)).days
    waited = (random.beta(0.8, 2.5, size) * days).astype(int)
    table = pd.DataFrame("", index=range(size), columns=list(COLUMNS), dtype="object").assign(
        **{
            "Name": [f"Shop {number} of {community.file}" for number in range(size)],
            "Category": choice(random, CATEGORIES, size),
            "Phone": [f"212-555-{number:04d}" for number in range(100, 100 + size)],
            "Pickup Offered": choice(random, OFFERS, size),
            "Delivery Offered": choice(random, OFFERS, size),
            "Special Accommodation Hours": choice(random, HOURS, size),
            "Source": "a volunteer",
            "Latitude": place[0],
            "Longitude": place[1],
            **{
                name: np.where(random.random(size) < share, "true", "")
                for name, share in OWNED.items()
            },
            "added": pd.Timestamp(FIRST) + pd.to_timedelta(waited, unit="D"),
            "said": random.random(size) >= NO_STATUS,
            "luck": random.random(size),
        }
    )
    return table.astype({"added": "datetime64[ms]"})


def _snapshot(
    folder: Path, city: City, community: Community, businesses: pd.DataFrame, day: pd.Timestamp
) -> Path:
    """A directory as it stands at the end of `day`: what was added so far, open or closed."""
    listed = businesses[businesses["added"] <= day]
    level = float(city.level(Kind.SHOP)[city.day(day.date().isoformat())])
    is_open = listed["luck"] < 0.55 + 0.42 * level
    words = np.where(is_open, np.where(listed["said"], "Open", ""), "Closed")
    updated = (listed["added"] + pd.Timedelta(days=30)).clip(upper=day)
    shown = listed.assign(
        **{"Status": words, "Last Updated": updated.dt.strftime("%Y-%m-%dT16:00:00.000Z")}
    )[list(COLUMNS)]
    shown = shown.drop(columns=list(community.lacking)).rename(columns=dict(community.renamed))
    path = folder / f"{community.file}_{day.date().isoformat()}.csv"
    shown.to_csv(path, index=False)
    return path
