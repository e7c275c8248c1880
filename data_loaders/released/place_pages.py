"""Which places have a page of their own, and the boundaries each is drawn in itself."""

from __future__ import annotations

from data_loaders.released.zip_areas import ZIP_KIND, area_of
from data_loaders.vocabulary.model import Geography, Place

BOROUGH, NEIGHBORHOOD, DISTRICT = "borough", "neighborhood", "community district"
OWN_GEOGRAPHY = {
    BOROUGH: Geography.BOROUGH,
    NEIGHBORHOOD: Geography.NTA2020,
    DISTRICT: Geography.CD,
    ZIP_KIND: Geography.MODZCTA,
}


def has_page(place: Place) -> bool:
    """Whether a place has a page; a ZIP Code counted with another has that one's."""
    return place.kind in OWN_GEOGRAPHY and (place.kind != ZIP_KIND or area_of(place) == place.id)


def own_geography(place: Place) -> Geography:
    """The boundaries a place is drawn in itself."""
    return OWN_GEOGRAPHY[place.kind]
