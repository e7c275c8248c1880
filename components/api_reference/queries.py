"""The parameters of the API, as types: they are read by them and described from them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID
from data_loaders.vocabulary.model import Geography

MOST_INDICATORS = 8
MOST_AREAS = 100
MOST_ROWS = 10_000
ROWS = 1_000
RELEASE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(-[0-9]{1,4})?"
ID = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}"
DAY = {
    "anyOf": [
        {"type": "string", "format": "date"},
        {"type": "string", "pattern": "^[12][0-9]{3}(-(0[1-9]|1[0-2]))?$"},
        {"type": "string", "const": "latest"},
    ]
}


def _ids(most: int) -> str:
    return f"^{ID}(~{ID}){{0,{most - 1}}}$"


Release = Annotated[
    str,
    Meta(
        pattern=f"^{RELEASE}$",
        description="A release held here, whose answers never change. Without one: the newest.",
    ),
]
GeographyId = Annotated[
    Geography,
    Meta(description="A set of areas. Without one: the first the indicator has."),
]
AreaIds = Annotated[
    str,
    Meta(
        pattern=_ids(MOST_AREAS),
        description=f"Ids of up to {MOST_AREAS} areas, ~ between them; without any, all. "
        f"Boroughs ({' '.join(BOROUGH_IDS)}) and the city ({CITY_ID}) may stand with smaller ones.",
        examples=["~".join(BOROUGH_IDS[::2][:2])],
    ),
]
IndicatorIds = Annotated[
    str,
    Meta(
        pattern=_ids(MOST_INDICATORS),
        description=f"Ids of up to {MOST_INDICATORS} indicators with ~ between.",
    ),
]
IndustryId = Annotated[
    str,
    Meta(
        pattern=f"^{ID}$",
        description="Id of an industry, or `each` for every one. Without one: all together.",
    ),
]
From = Annotated[
    str, Meta(description="Periods that end on or after this day.", extra_json_schema=DAY)
]
To = Annotated[
    str,
    Meta(
        description="Periods that end on this day, or the last of this month or year, or before.",
        extra_json_schema=DAY,
    ),
]
Period = Annotated[
    str,
    Meta(
        description="Only the period with this day, or the last of this month; or `latest`.",
        extra_json_schema=DAY,
    ),
]
Limit = Annotated[int, Meta(ge=1, le=MOST_ROWS, description="Rows on a page.")]
Cursor = Annotated[
    str,
    Meta(
        pattern=f"^{RELEASE}~[0-9]{{1,9}}$",
        description="Where a page starts, as `next` of the page before says. It keeps the release.",
    ),
]


class Format(StrEnum):
    """How rows are written."""

    JSON = "json"
    CSV = "csv"


class NoQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """An address without parameters."""


class ReleaseQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """What one release says of itself."""

    release: Release = ""


class AreasQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Areas of one geography or of all, or those a reader may mean."""

    geography: (
        Annotated[Geography, Meta(description="A set of areas. Without one: every set.")]
        | UnsetType
    ) = UNSET
    q: Annotated[
        str,
        Meta(
            max_length=80,
            description="A ZIP code, a name or a part of one. First come areas of that name, then "
            "areas that a place of that name lies in.",
            examples=["Fordham"],
        ),
    ] = ""
    release: Release = ""
    limit: Limit = ROWS
    cursor: Cursor = ""


class ObservationsQuery(
    Struct, frozen=True, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}
):
    """The filters of the address bar."""

    indicator: IndicatorIds
    geography: GeographyId | UnsetType = UNSET
    areas: AreaIds = ""
    borough: Annotated[
        str,
        Meta(
            pattern=f"^{ID}$", description="Only areas of this borough.", examples=[BOROUGH_IDS[0]]
        ),
    ] = ""
    industry: IndustryId = ""
    period: Period = ""
    first: From = ""
    last: To = ""
    format: Annotated[Format, Meta(description="`csv` has the columns of /download.csv.")] = (
        Format.JSON
    )
    release: Release = ""
    limit: Limit = ROWS
    cursor: Cursor = ""


class RevisionsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which figures, and since which release."""

    indicator: IndicatorIds
    since: Annotated[
        str,
        Meta(
            pattern=f"^{RELEASE}$",
            description="The older release of the two; else the one before, of those held here.",
        ),
    ] = ""
    geography: GeographyId | UnsetType = UNSET
    areas: AreaIds = ""
    industry: IndustryId = ""
    release: Release = ""
    limit: Limit = ROWS
    cursor: Cursor = ""
