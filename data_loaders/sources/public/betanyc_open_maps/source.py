"""Open businesses with pick-up, delivery and senior hours, as volunteers listed them."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.observations.points import areas_at
from data_loaders.observations.table import tidy
from data_loaders.sources.public.betanyc_open_maps.files import DIRECTORIES, Directory, entries_of
from data_loaders.sources.public.betanyc_open_maps.indicators import (
    FEWEST_LISTED,
    INDICATORS,
    LISTED,
    SENIOR_HOURS,
)
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    AreaKind,
    Cadence,
    Category,
    Feed,
    FeedFile,
    Geography,
    Indicator,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import (
    Contributors,
    ContributorUnit,
    Policy,
    Sensitivity,
    Treatment,
)

logger = logging.getLogger(__name__)

UNINHABITED = frozenset(
    area.id
    for area in geography.areas()[Geography.NTA2020]
    if area.kind is not AreaKind.RESIDENTIAL
)

SOURCE = Source(
    id="betanyc_open_maps",
    name="Open business directories, 2020 to 2021",
    partner="BetaNYC and neighborhood volunteers",
    publisher_url="https://beta.nyc/",
    feed=Feed("betanyc-open-maps", tuple(FeedFile(each.file, each.url) for each in DIRECTORIES)),
    terms_of_use=Terms(
        available="The software is under GPL-3.0; the lists stand under no license of their own. "
        "Only counts made here are shown, no entry of a list.",
        credit=("BetaNYC", "the neighborhood groups"),
    ),
    publication=Publication.SHOW,
    citation="BetaNYC with the North Brooklyn Open Business Directory, What's Open East Village "
    "and Who's Open Queens, 2020 to 2021. https://beta.nyc/",
    description="Which businesses were open, and which offered pick-up, delivery or hours for "
    "older people, as neighborhood volunteers listed them until August 2021.",
    covers="Businesses that volunteers called or walked past in North Brooklyn, the East Village "
    "and parts of Queens. The rest of the city is not covered, and nobody checked that a list is "
    "whole.",
    category=Category.FOOD,
    cadence=Cadence.AS_NEEDED,
    ended_on=date(2021, 8, 4),
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a business in a public directory",
        contributor_unit=ContributorUnit.ESTABLISHMENT,
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The lists are public directories: every business in them is named, so a "
        "count hides nothing and nothing is withheld.",
        plain="We count businesses by neighborhood. Phone numbers, e-mail addresses, notes, the "
        "names of volunteers and what the lists say of owners are dropped at the door.",
        revision="The lists ended in August 2021; no revision is expected.",
        retention="Public files; only counts are kept.",
        excluded=(
            *("Phone", "Email", "Website", "Website/Social Media", "Instagram", "Address", "Notes"),
            *("Admin Notes", "Contributor", "Last Modified by", "Last modified by", "Source"),
            *("Black Owned Business", "MWBE", "BIPOC Owned", "LGBTQ"),
        ),
    ),
    indicators=INDICATORS,
    known_errors=(
        "26 open businesses have no coordinates, or wrong ones on Long Island, upstate or in the "
        "water: they are counted in no neighborhood. 76 more lie outside the district their list "
        "set out to cover, and 118 in parts of Queens with fewer than 10 listed. 3,014 count.",
        "Most entries of Queens (1,291 of 1,616) have no status. We count them as open: they were "
        "listed because they were.",
        "Two texts under special hours are an offer and late hours of a pharmacy. We do not count "
        "them as senior hours.",
    ),
    reasons=(
        Reason.TOO_FEW_ENTRIES,
        Reason.NO_RESIDENTS,
    ),
)


def read(folder: Path) -> pd.DataFrame:
    """Counts of the lists in `folder`, for every neighborhood of the city.

    Raises DeliveryError where a list is missing, or has an unknown status, answer, text of
    special hours, date or number.
    """
    lists = {each: entries_of(folder / each.file) for each in DIRECTORIES}
    updated = pd.concat([table["updated"] for table in lists.values()])
    placed = pd.concat([_placed(each, table) for each, table in lists.items()])
    return tidy(
        _counts(indicator, placed, updated.min(), updated.max()) for indicator in INDICATORS
    )


def _placed(directory: Directory, entries: pd.DataFrame) -> pd.DataFrame:
    """Open businesses in the neighborhoods the list set out to cover."""
    is_open = entries[entries[LISTED.id].eq(True)]
    area_ids = areas_at(is_open["lat"], is_open["lng"], Geography.NTA2020)
    inside = area_ids.isin(directory.district)
    logger.warning(
        "%s: %d open businesses, %d of them in no neighborhood and %d outside the list's district",
        directory.file,
        len(is_open),
        int(area_ids.eq("").sum()),
        int((~inside & area_ids.ne("")).sum()),
    )
    return is_open.assign(area_id=area_ids)[inside]


def _counts(
    indicator: Indicator, placed: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp
) -> pd.DataFrame:
    """One total a neighborhood; none where no list went, too few are listed or none says.

    Where nobody lives there was nobody to list anything: that does not apply.
    """
    area_ids = pd.Index(sorted(geography.area_ids(Geography.NTA2020)))
    by_area = placed.groupby("area_id")
    listed = by_area.size().reindex(area_ids, fill_value=0)
    said = by_area[indicator.id].count().reindex(area_ids, fill_value=0)
    yes = placed[indicator.id].eq(True).groupby(placed["area_id"]).sum().reindex(area_ids)
    # Special hours are written down only where there are some: one entry that says is enough.
    fewest = 1 if indicator is SENIOR_HOURS else FEWEST_LISTED
    is_told = listed.ge(FEWEST_LISTED) & said.ge(fewest)
    status = pd.Series(str(Status.NOT_REPORTED), index=area_ids)
    status = status.mask(area_ids.isin(UNINHABITED), str(Status.NOT_APPLICABLE))
    return pd.DataFrame(
        {
            "indicator_id": indicator.id,
            "geography": str(Geography.NTA2020),
            "area_id": area_ids,
            "period_start": first,
            "industry_id": ALL_INDUSTRIES,
            "period_end": last,
            "value": yes.where(is_told).to_numpy(dtype="float64"),
            "status": status.mask(is_told, str(Status.NORMAL)).to_numpy(),
        }
    )
