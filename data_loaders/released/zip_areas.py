"""ZIP Codes that are counted together: a building's or a small one's with the one around it."""

from __future__ import annotations

from functools import lru_cache

from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Geography, Place

ZIP_KIND = "ZIP Code"


@lru_cache(maxsize=4)
def zip_codes_of(release: Release) -> dict[str, tuple[str, ...]]:
    """ZIP Codes by the ZIP area they are counted in, its own first."""
    together: dict[str, list[str]] = {}
    for place in release.places:
        area = area_of(place)
        if area is not None:
            together.setdefault(area, []).append(place.id)
    return {
        area: tuple(sorted(codes, key=lambda code: (code != area, code)))
        for area, codes in together.items()
    }


def area_of(place: Place) -> str | None:
    """The ZIP area a ZIP Code is counted in; None for one on no map, and for other places."""
    areas = place.areas.get(Geography.MODZCTA, ()) if place.kind == ZIP_KIND else ()
    if not areas:
        return None
    return place.id if place.id in areas else areas[0]
