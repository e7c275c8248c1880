"""Which neighborhoods (NTA 2020) a StreetEasy area is about, by name.

StreetEasy publishes no boundaries. A name that is a part of a neighborhood's name places it;
the table below adds what names alone do not tell. For search and place pages only: no figure is
ever moved from one to the other.
"""

from __future__ import annotations

import re

from data_loaders.vocabulary.model import Area, AreaKind

# Areas whose name is in no neighborhood's name, and neighborhoods a name stands for besides.
ALSO_IN = {
    "astoria": ("QN0102",),
    "central-harlem": ("MN1001", "MN1002"),
    "central-park-south": ("MN0502",),
    "columbia-st-waterfront-district": ("BK0601",),
    "east-new-york": ("BK0501", "BK0504"),
    "east-tremont": ("BX0601", "BX0602"),
    "flushing": ("QN0704", "QN0705"),
    "fordham": ("BX0503",),
    "gramercy-park": ("MN0602",),
    "greenwood": ("BK0701", "BK0702"),
    "kingsbridge": ("BX0801",),
    "long-island-city": ("QN0105",),
    "marble-hill": ("BX0802",),
    "midtown-east": ("MN0604",),
    "midtown-west": ("MN0402",),
    "nolita": ("MN0201",),
    "ocean-parkway": ("BK1204",),
    "old-mill-basin": ("BK1802",),
    "prospect-park-south": ("BK1402",),
    "rockaway-all": ("QN1401", "QN1402", "QN1403"),
    "seagate": ("BK1302",),
    "stuyvesant-town-pcv": ("MN0601",),
    "westchester-village": ("BX1001",),
    "williamsburg": ("BK0103", "BK0104"),
}
# Names that residents place differently; better unplaced than in the wrong neighborhood.
UNPLACED = frozenset({"bronxwood", "laconia", "woodstock"})


class UnplacedAreaError(LookupError):
    """A StreetEasy area that no name and no entry of the table places."""


def name_parts(name: str) -> tuple[str, ...]:
    """The names in a compound name, without qualifiers, in order; the whole name too.

    "University Heights (North)-Fordham" is University Heights and Fordham.
    """
    plain = re.sub(r"\s*\([^)]*\)", "", name)
    parts = [part.strip() for part in re.split(r"[-/,&]| and ", plain)]
    return tuple(dict.fromkeys([*(part for part in parts if part), plain]))


def streeteasy_of_neighborhood(
    streeteasy: tuple[Area, ...], neighborhoods: tuple[Area, ...]
) -> dict[str, tuple[str, ...]]:
    """StreetEasy area ids by neighborhood id. Raises UnplacedAreaError for an unknown name."""
    named = [area for area in streeteasy if area.kind is AreaKind.RESIDENTIAL]
    areas_of_neighborhood: dict[str, list[str]] = {}
    for area in named:
        places = _neighborhoods(area, neighborhoods)
        if not places and area.id not in UNPLACED:
            raise UnplacedAreaError(
                f"StreetEasy area {area.id!r} is in no neighborhood by name; "
                "add it to ALSO_IN, or to UNPLACED"
            )
        for neighborhood_id in places:
            areas_of_neighborhood.setdefault(neighborhood_id, []).append(area.id)
    return {neighborhood_id: tuple(ids) for neighborhood_id, ids in areas_of_neighborhood.items()}


def _neighborhoods(area: Area, neighborhoods: tuple[Area, ...]) -> list[str]:
    by_name = {
        neighborhood.id
        for neighborhood in neighborhoods
        if neighborhood.kind is AreaKind.RESIDENTIAL
        and neighborhood.borough_id == area.borough_id
        and area.name.lower() in (part.lower() for part in name_parts(neighborhood.name))
    }
    return sorted(by_name | set(ALSO_IN.get(area.id, ())))
