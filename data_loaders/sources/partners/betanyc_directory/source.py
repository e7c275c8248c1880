"""Open businesses and what they offered, from the directories that communities hand over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.delivery import counting, names
from data_loaders.delivery.findings import Report
from data_loaders.privacy.tables.counted import combine
from data_loaders.sources.partners.betanyc_directory.files import (
    FIRST_DAY,
    LATITUDE,
    LONGITUDE,
    NEVER_READ,
    REQUIRED,
    entries,
)
from data_loaders.sources.partners.betanyc_directory.indicators import (
    CITY_ONLY,
    INDICATORS,
    LISTED,
    OFFERS,
    OWNERS,
)
from data_loaders.vocabulary.geography import CITY_ID, UNALLOCATED
from data_loaders.vocabulary.model import (
    PARTNERSHIP,
    Cadence,
    Category,
    DeliveryFile,
    DeliveryFormat,
    Geography,
    Publication,
    Reason,
    Source,
    Status,
)
from data_loaders.vocabulary.policy import (
    LOOSEST,
    MINIMUM_PEOPLE,
    AtMost,
    Contributors,
    ContributorUnit,
    Grid,
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
    Sensitivity,
    Treatment,
)

# Each community's directory, and the borough it set out to cover a part of.
COMMUNITIES = {
    "whats-open-east-village": "MN",
    "whos-open-uptowngrandcentral": "MN",
    "open-business-directory": "BK",
    "whos-open-queens": "QN",
    "whos-open-sunnyside": "QN",
}
COVERED = frozenset({*COMMUNITIES.values(), UNALLOCATED})
KEY = ("indicator_id", "day", "area_id")

SOURCE = Source(
    id="betanyc_directory",
    name="Businesses in community directories",
    partner="BetaNYC and neighborhood volunteers",
    publisher_url="https://beta.nyc/",
    feed=None,
    terms_of_use=PARTNERSHIP,
    publication=Publication.SHOW,
    citation="BetaNYC and neighborhood groups, through the NYC Recovery Data Partnership. "
    "https://beta.nyc/",
    description="Which businesses were open, and which offered pick-up, delivery or hours for "
    "people at risk, as neighborhood volunteers listed them.",
    covers="Businesses that volunteers called or walked past in the East Village, East Harlem, "
    "North Brooklyn, Sunnyside and other parts of Queens. The Bronx, Staten Island and the rest of "
    "the city are not covered.",
    category=Category.FOOD,
    cadence=Cadence.AS_NEEDED,
    policy=Policy(
        sensitivity=Sensitivity.BUSINESS,
        unit_of_observation="business",
        treatment=Treatment.OURS,
        contributors=Contributors.COUNTED,
        contributor_unit=ContributorUnit.LISTING,
        plain="The directories are public, and what they say of owners is not for us to spread. We "
        "count it by borough alone, and withhold it where few businesses are marked or few are "
        "not. Phone numbers, addresses, notes and names of volunteers are dropped at the door; "
        "coordinates serve to find the borough and are dropped.",
        revision="A month is counted from the directories as they stood at its last delivery, and "
        "does not change.",
        retention="Directories stay with the City's intake; only counts leave it.",
        publication_grid=Grid(("borough", "city"), "month"),
        excluded=(*NEVER_READ, LATITUDE, LONGITUDE),
        primary=Primary(minimum_contributors=MINIMUM_PEOPLE),
        guessing=LOOSEST,
        secondary=Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=3),
        remainder_left_out=tuple(one.id for one in INDICATORS),
        at_most=tuple(AtMost(one.id, LISTED.id) for one in (*OFFERS, *OWNERS)),
    ),
    indicators=INDICATORS,
    delivery_format=DeliveryFormat(
        tuple(
            DeliveryFile(
                rf"{community}_(?P<date>\d{{4}}-\d{{2}}-\d{{2}})\.csv",
                f"{community}_2021-03-31.csv",
                f"the directory {community} as it stood on the day in its name",
                columns=REQUIRED,
            )
            for community in COMMUNITIES
        )
    ),
    known_errors=(
        "Most entries of Queens have no status. We count them as open: they were listed because "
        "they were.",
    ),
    reasons=(Reason.NOTHING_TO_COUNT,),
)


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """Counts of the directories' open businesses by day and borough: `value`, `base`.

    Both are NaN where no directory covers the borough, or none of it asks.
    """
    by_day: dict[date, dict[str, pd.DataFrame]] = {}
    for path in sorted(files, key=lambda path: path.name):
        as_of = names.file_day(report, path, FIRST_DAY)
        businesses = None if as_of is None else entries(report, path, as_of)
        if as_of is not None and businesses is not None:
            by_day.setdefault(as_of, {})[path.name.rsplit("_", 1)[0]] = businesses
    _require_all(report, by_day)
    if report.is_refused:
        return None
    days = [_counts(report, pd.concat(parts.values()), day) for day, parts in by_day.items()]
    return pd.concat(days, ignore_index=True)


def _require_all(report: Report, by_day: Mapping[date, Mapping[str, pd.DataFrame]]) -> None:
    """Every day needs every directory: one missing would read as businesses that closed."""
    for day, parts in by_day.items():
        absent = [community for community in COMMUNITIES if community not in parts]
        if absent:
            report.stop(
                f"directories of {day}",
                f"{', '.join(absent)} missing",
                "all directories, as they stood on one day",
                "Give it too, or leave out the day.",
            )


def _counts(report: Report, listed: pd.DataFrame, day: date) -> pd.DataFrame:
    """One row an indicator and area: how many say yes, and the fewer of those and the others."""
    # Of a business in two directories, or entered twice, the entry updated last counts.
    once = listed.sort_values("updated", na_position="first", kind="stable").drop_duplicates(
        ["name", LATITUDE, LONGITUDE], keep="last"
    )
    once = once.assign(area_id=_in_covered(report, once["area_id"], day))
    parts = []
    for indicator in INDICATORS:
        said = once.groupby("area_id")[indicator.id]
        yes = said.sum().astype("float64").reindex(counting.BOROUGHS, fill_value=0.0)
        asked = said.count().astype("float64").reindex(counting.BOROUGHS, fill_value=0.0)
        is_told = yes.index.isin(COVERED) & (asked.gt(0) | yes.index.isin([UNALLOCATED]))
        rest = asked - yes
        base = yes.clip(upper=rest) if indicator in OWNERS else yes
        table = pd.DataFrame({"value": yes.where(is_told), "base": base.where(is_told)})
        parts.append(table.rename_axis("area_id").reset_index().assign(indicator_id=indicator.id))
    return pd.concat(parts, ignore_index=True).assign(day=pd.Timestamp(day))


def _in_covered(report: Report, area_id: pd.Series, day: date) -> pd.Series:
    """Areas, UNALLOCATED where a business lies in a borough that no directory covers."""
    outside = ~area_id.isin(COVERED)
    if outside.any():
        report.note(
            f"directories of {day}",
            f"{int(outside.sum())} businesses in boroughs that no directory covers",
            "the boroughs the directories set out to cover",
            "They count in the city's totals, in no borough.",
        )
    return area_id.mask(outside, UNALLOCATED)


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """Counts of each month's last delivery, with their bases."""
    month = kept["day"].dt.to_period("M")
    last = kept[kept["day"].eq(kept.groupby(month)["day"].transform("max"))]
    month = month[last.index]
    reported = last["value"].notna()
    one = last["value"].clip(upper=1.0)
    table = pd.DataFrame(
        {
            "indicator_id": last["indicator_id"],
            "geography": str(Geography.BOROUGH),
            "area_id": last["area_id"],
            "period_start": month.dt.start_time.astype("datetime64[ms]"),
            "industry_id": "all",
            "period_end": month.dt.end_time.dt.normalize().astype("datetime64[ms]"),
            "value": last["value"],
            "status": reported.map({True: str(Status.NORMAL), False: str(Status.NOT_APPLICABLE)}),
            "contributors": last["base"],
            "establishments": last["value"],
            "largest": one,
            "second": (last["value"] - 1).clip(0.0, 1.0),
        }
    )
    return _coarse(table.reset_index(drop=True))


def _coarse(table: pd.DataFrame) -> pd.DataFrame:
    """The table with what is too rare to show by borough summed up for the city."""
    rare = table["indicator_id"].isin([one.id for one in CITY_ONLY])
    placed = rare & table["value"].notna() & table["area_id"].ne(UNALLOCATED)
    city = combine(table[placed].assign(geography=str(Geography.CITY), area_id=CITY_ID))
    return pd.concat([table[~rare], city], ignore_index=True)
