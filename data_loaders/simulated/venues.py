"""Visits to venues in the invented city, by day, area and Foursquare's groups: one truth for both
of its deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from data_loaders.privacy.tables.network import Floats, Ints
from data_loaders.simulated.city import City, Kind
from data_loaders.sources.foursquare_groups import PUBLISHED

FIRST_DAY = date(2020, 2, 1)
OVER_65 = 0.14  # of visits in the panel
FEWER_OVER_65 = 0.35  # how much further those of the oldest fell in spring 2020, at most


@dataclass(frozen=True)
class Group:
    """Visits of a week of February 2020 in a typical area; `within` is the group that holds it.

    A share `presence` of areas has such venues at all.
    """

    kind: Kind
    visits: float
    within: str = ""
    presence: float = 1.0


# fmt: off
GROUPS: Mapping[str, Group] = {
    "Food": Group(Kind.RESTAURANT, 750),
    "Shops & Services": Group(Kind.SHOP, 450),
    "Outdoors & Recreation": Group(Kind.PARK, 300),
    "Professional & Other Places": Group(Kind.OFFICE, 350),
    "Travel & Transport": Group(Kind.TRANSIT, 300),
    "Arts & Entertainment": Group(Kind.ARTS, 300, presence=0.85),
    "Colleges & Universities": Group(Kind.SCHOOL, 240, presence=0.45),
    "Nightlife Spots": Group(Kind.NIGHTLIFE, 280, presence=0.8),
    "Banks": Group(Kind.SHOP, 165, "Shops & Services"),
    "Big Box Stores": Group(Kind.SHOP, 230, "Shops & Services", 0.4),
    "Convenience Store": Group(Kind.GROCERY, 130, "Shops & Services"),
    "Drug Store": Group(Kind.PHARMACY, 150, "Shops & Services"),
    "Fast Food Restaurants": Group(Kind.RESTAURANT, 260, "Food"),
    "Fitness Center": Group(Kind.FITNESS, 240, "Outdoors & Recreation", 0.9),
    "Grocery": Group(Kind.GROCERY, 310, "Shops & Services"),
    "Hotel": Group(Kind.HOTEL, 210, "Travel & Transport", 0.3),
    "Medical": Group(Kind.MEDICAL, 190, "Professional & Other Places"),
    "Metro Stations": Group(Kind.TRANSIT, 450, "Travel & Transport", 0.75),
    "Office": Group(Kind.OFFICE, 400, "Professional & Other Places", 0.8),
    "School": Group(Kind.SCHOOL, 250, "Professional & Other Places", 0.95),
}
# fmt: on


@dataclass(frozen=True)
class Venues:
    """Expected and drawn visits by day; groups in the order of PUBLISHED."""

    city: City

    @cached_property
    def _typical(self) -> Floats:
        """Visits of a February day at venues of each group and of no group within it."""
        random = self.city.random("venues")
        people = (self.city.population / self.city.population.mean()) ** 0.6
        size = (people + 2.5 * self.city.business) * random.lognormal(
            -0.1, 0.45, len(self.city.areas)
        )
        mean = np.array([GROUPS[name].visits / 7 for name in PUBLISHED])
        here = random.random((len(size), len(mean))) < [GROUPS[n].presence for n in PUBLISHED]
        own = random.lognormal(-0.08, 0.4, here.shape)
        return size[:, None] * mean * own * here

    @cached_property
    def _levels(self) -> Floats:
        """Days × areas × groups, February 2020 = about 1."""
        kinds = [GROUPS[name].kind for name in PUBLISHED]
        level_of_kind = {
            kind: self.city.levels(kind) * self.city.week(kind)[:, None] for kind in set(kinds)
        }
        return np.stack([level_of_kind[kind] for kind in kinds], axis=-1)

    def visits(self, day: date) -> Ints:
        """Visits of all ages on a day, areas × groups; a group counts those within it."""
        expected = self._typical * self._levels[self.city.day(day.isoformat())]
        drawn = self.city.random(f"visits {day}").poisson(expected)
        for position, name in enumerate(PUBLISHED):
            within = [i for i, other in enumerate(PUBLISHED) if GROUPS[other].within == name]
            drawn[:, position] += drawn[:, within].sum(axis=1)
        return drawn

    def share_over_65(self, day: date) -> float:
        """Share of visits by people over 65, who stayed home longer."""
        level = float(self.city.level(Kind.SHOP)[self.city.day(day.isoformat())])
        return OVER_65 * (1 - FEWER_OVER_65 * max(0.0, 1 - level))
