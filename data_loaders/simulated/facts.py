"""What is publicly known of the city from 2019 to 2022, and the simulation is held to.

Each curve is a few dated levels, joined smoothly. They are typed from published figures, rounded:
subway and bus ridership (MTA), seated diners (OpenTable), foot traffic of March 2020 (Foursquare
VisitData), job postings (Indeed Hiring Lab), asking rents (StreetEasy), office occupancy (Kastle,
as reported in the press), emergency visits for influenza-like illness (DOHMH). Nothing here comes
from a partner's delivery.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

Curve = Mapping[str, float]


class Kind(StrEnum):
    """What people go to, or what is measured of them. Levels of visits: February 2020 = 1."""

    OFFICE = "office"
    TRANSIT = "transit"
    RESTAURANT = "restaurant"
    NIGHTLIFE = "nightlife"
    SHOP = "shop"
    GROCERY = "grocery"
    PHARMACY = "pharmacy"
    ARTS = "arts"
    FITNESS = "fitness"
    HOTEL = "hotel"
    AIRPORT = "airport"
    SCHOOL = "school"
    MEDICAL = "medical"
    PARK = "park"
    RENT = "rent"  # asking rent, January 2020 = 100
    PRICE = "price"  # asking sale price, January 2020 = 100
    RENTAL_LISTINGS = "rental_listings"  # homes for rent, January 2020 = 1
    SALE_LISTINGS = "sale_listings"
    DISCOUNTS = "discounts"  # share of rentals with a price cut, 0 to 1
    HIRING = "hiring"  # hires per member, 2016 average = 1
    ILLNESS = "illness"  # share of people ill with a fever, percent
    DISTRESS = "distress"  # people starting a bankruptcy, February 2020 = 1
    MOVING_DISTANCE = "moving_distance"  # median meters a device moves a day
    MOVED_AWAY = "moved_away"  # share of devices with a new home since the week before, percent
    TRAVELERS = "travelers"  # visitors of the last 14 days, February 2020 = 1
    LEARNERS = "learners"  # older adults who ask for a class, February 2020 = 1
    GIVING = "giving"  # gifts to community projects, February 2020 = 1


FIRST, LAST = "2019-01-01", "2022-12-31"
BEFORE = "2020-02-15"  # what falls and recoveries are measured from
TROUGH = "2020-04-12"

# fmt: off
CURVES: Mapping[Kind, Curve] = {
    Kind.OFFICE: {
        FIRST: 1.0, "2020-02-27": 1.0, "2020-03-10": 0.95, "2020-03-22": 0.32,
        "2020-03-31": 0.26, TROUGH: 0.22, "2020-07-15": 0.31, "2020-10-15": 0.36,
        "2021-01-15": 0.32, "2021-06-15": 0.42, "2021-09-15": 0.48, "2021-12-01": 0.54,
        "2022-01-10": 0.38, "2022-03-15": 0.55, "2022-06-15": 0.58, LAST: 0.63,
    },
    Kind.TRANSIT: {
        FIRST: 1.0, "2020-02-27": 1.0, "2020-03-08": 0.93, "2020-03-26": 0.13, TROUGH: 0.08,
        "2020-07-01": 0.21, "2020-10-15": 0.31, "2021-01-15": 0.30, "2021-06-15": 0.43,
        "2021-09-15": 0.52, "2021-12-08": 0.59, "2022-01-10": 0.41, "2022-03-31": 0.59,
        "2022-06-15": 0.61, LAST: 0.66,
    },
    Kind.RESTAURANT: {
        FIRST: 1.0, "2020-02-27": 1.0, "2020-03-10": 0.98, "2020-03-22": 0.32,
        "2020-03-31": 0.30, TROUGH: 0.28, "2020-07-01": 0.50, "2020-10-01": 0.66,
        "2021-01-20": 0.50, "2021-06-15": 0.80, "2021-09-15": 0.86, "2021-12-05": 0.93,
        "2022-01-12": 0.66, "2022-03-31": 0.88, "2022-06-15": 0.97, LAST: 0.99,
    },
    Kind.NIGHTLIFE: {
        FIRST: 1.0, "2020-02-27": 1.0, "2020-03-10": 0.97, "2020-03-22": 0.20, TROUGH: 0.18,
        "2020-08-01": 0.34, "2020-12-10": 0.30, "2021-02-01": 0.25, "2021-06-20": 0.72,
        "2021-12-05": 0.88, "2022-01-12": 0.52, "2022-04-15": 0.86, LAST: 0.96,
    },
    Kind.SHOP: {
        FIRST: 1.0, "2020-02-27": 1.0, "2020-03-10": 0.99, "2020-03-22": 0.34,
        "2020-03-31": 0.30, TROUGH: 0.28, "2020-07-01": 0.55, "2020-11-25": 0.72,
        "2021-01-25": 0.58, "2021-06-15": 0.77, "2021-12-15": 0.90, "2022-01-20": 0.66,
        "2022-06-15": 0.87, LAST: 0.95,
    },
    Kind.GROCERY: {
        FIRST: 1.0, "2020-02-27": 1.0, "2020-03-08": 1.03, "2020-03-14": 1.18,
        "2020-03-22": 0.63, "2020-03-31": 0.52, TROUGH: 0.52, "2020-07-01": 0.78,
        "2020-12-20": 0.90, "2021-06-15": 0.95, "2021-12-20": 1.02, "2022-01-20": 0.92,
        LAST: 1.01,
    },
    Kind.PHARMACY: {
        FIRST: 1.0, "2020-02-27": 1.0, "2020-03-12": 1.12, "2020-03-22": 0.60,
        "2020-03-31": 0.43, TROUGH: 0.42, "2020-08-01": 0.74, "2021-04-15": 0.93,
        "2021-12-20": 1.05, "2022-03-15": 0.94, LAST: 0.99,
    },
    Kind.ARTS: {
        FIRST: 1.0, "2020-02-27": 1.0, "2020-03-10": 0.95, "2020-03-22": 0.21, TROUGH: 0.19,
        "2020-08-30": 0.27, "2021-03-01": 0.32, "2021-09-20": 0.62, "2021-12-05": 0.74,
        "2022-01-12": 0.47, "2022-06-15": 0.82, LAST: 0.89,
    },
    Kind.FITNESS: {
        FIRST: 1.0, "2020-02-27": 1.0, "2020-03-10": 0.97, "2020-03-22": 0.28,
        "2020-03-31": 0.20, TROUGH: 0.18, "2020-09-05": 0.36, "2021-03-01": 0.45,
        "2021-09-15": 0.66, "2022-01-12": 0.50, "2022-06-15": 0.76, LAST: 0.82,
    },
    Kind.HOTEL: {
        FIRST: 1.0, "2020-02-27": 1.0, "2020-03-08": 0.85, "2020-03-22": 0.16, TROUGH: 0.15,
        "2020-10-01": 0.28, "2021-02-01": 0.30, "2021-08-01": 0.60, "2021-12-10": 0.82,
        "2022-01-15": 0.52, "2022-06-15": 0.88, LAST: 0.97,
    },
    Kind.AIRPORT: {
        FIRST: 1.0, "2020-02-27": 1.0, "2020-03-08": 0.82, "2020-03-26": 0.10, TROUGH: 0.05,
        "2020-08-15": 0.20, "2021-01-15": 0.25, "2021-07-15": 0.60, "2021-12-22": 0.74,
        "2022-01-20": 0.52, "2022-06-15": 0.85, LAST: 0.93,
    },
    Kind.SCHOOL: {
        FIRST: 1.0, "2020-02-27": 1.0, "2020-03-10": 0.98, "2020-03-22": 0.42,
        "2020-03-31": 0.20, TROUGH: 0.14, "2020-09-01": 0.20, "2020-11-01": 0.34,
        "2021-03-01": 0.38, "2021-09-20": 0.78, "2022-01-10": 0.58, "2022-04-15": 0.83,
        LAST: 0.90,
    },
    Kind.MEDICAL: {
        FIRST: 1.0, "2020-02-27": 1.0, "2020-03-10": 0.97, "2020-03-22": 0.46,
        "2020-03-31": 0.32, TROUGH: 0.31, "2020-07-15": 0.66, "2021-03-15": 0.90,
        "2021-12-25": 1.02, "2022-03-15": 0.93, LAST: 0.97,
    },
    Kind.PARK: {
        FIRST: 1.0, "2020-02-27": 1.0, "2020-03-12": 1.05, "2020-03-22": 0.53,
        "2020-03-31": 0.46, TROUGH: 0.45, "2020-07-15": 0.98, "2021-01-15": 0.80,
        "2021-07-15": 1.10, "2022-01-15": 0.88, LAST: 1.06,
    },
    Kind.RENT: {
        FIRST: 97.0, "2020-03-01": 100.5, "2020-06-15": 98.0, "2020-10-15": 91.0,
        "2021-01-15": 86.0, "2021-03-15": 86.6, "2021-07-15": 91.5, "2021-12-15": 101.0,
        "2022-06-15": 111.0, LAST: 114.5,
    },
    Kind.PRICE: {
        FIRST: 101.0, "2020-03-01": 100.0, "2020-08-15": 98.0, "2021-02-15": 97.5,
        "2021-09-15": 101.0, "2022-06-15": 105.0, LAST: 102.0,
    },
    Kind.RENTAL_LISTINGS: {
        FIRST: 1.05, "2020-02-15": 0.98, "2020-04-15": 0.78, "2020-06-15": 1.30,
        "2020-09-01": 2.35, "2020-11-15": 2.10, "2021-03-01": 1.85, "2021-07-01": 1.30,
        "2021-12-15": 0.72, "2022-06-15": 0.86, LAST: 0.80,
    },
    Kind.SALE_LISTINGS: {
        FIRST: 1.0, "2020-03-01": 1.02, "2020-04-15": 0.74, "2020-09-15": 1.30,
        "2021-01-15": 1.05, "2021-06-15": 1.16, "2021-12-31": 0.88, "2022-06-15": 1.08,
        LAST: 0.90,
    },
    Kind.DISCOUNTS: {
        FIRST: 0.16, "2020-02-15": 0.15, "2020-06-15": 0.24, "2020-09-15": 0.44,
        "2021-02-15": 0.34, "2021-07-15": 0.14, "2021-12-15": 0.10, "2022-06-15": 0.14,
        LAST: 0.19,
    },
    Kind.HIRING: {
        FIRST: 1.06, "2020-02-15": 1.05, "2020-04-15": 0.48, "2020-07-15": 0.74,
        "2020-12-15": 0.92, "2021-06-15": 1.18, "2021-11-15": 1.30, "2022-05-15": 1.26,
        LAST: 1.05,
    },
    Kind.ILLNESS: {
        FIRST: 4.4, "2019-07-15": 1.6, "2020-01-28": 5.2, "2020-03-05": 4.2,
        "2020-03-25": 6.1, "2020-05-05": 1.9, "2020-08-15": 1.2, "2021-01-10": 2.7,
        "2021-06-20": 1.1, "2021-11-25": 2.4, "2021-12-30": 6.4, "2022-02-20": 1.9,
        "2022-05-15": 2.6, "2022-08-01": 1.7, LAST: 4.6,
    },
    Kind.DISTRESS: {
        FIRST: 0.98, "2020-02-15": 1.0, "2020-04-12": 0.45, "2020-07-15": 0.80,
        "2021-01-15": 0.92, "2021-07-01": 0.78, "2022-01-15": 0.70, "2022-06-15": 0.82,
        LAST: 0.95,
    },
    Kind.MOVING_DISTANCE: {
        FIRST: 3900.0, "2020-03-08": 3700.0, "2020-03-26": 640.0, TROUGH: 520.0,
        "2020-07-01": 1500.0, "2021-01-15": 1450.0, "2021-07-15": 2700.0,
        "2021-12-05": 2800.0, "2022-01-15": 1900.0, "2022-06-15": 3000.0, LAST: 3150.0,
    },
    Kind.MOVED_AWAY: {
        FIRST: 0.42, "2020-03-01": 0.45, "2020-03-25": 2.6, "2020-04-20": 1.3,
        "2020-07-01": 0.95, "2020-09-01": 1.1, "2021-03-01": 0.62, "2021-09-01": 0.60,
        LAST: 0.48,
    },
    Kind.TRAVELERS: {
        FIRST: 1.0, "2020-03-08": 0.95, "2020-04-05": 0.12, "2020-08-15": 0.35,
        "2021-01-15": 0.33, "2021-07-15": 0.68, "2021-12-20": 0.84, "2022-02-01": 0.60,
        LAST: 0.92,
    },
    Kind.LEARNERS: {
        FIRST: 0.95, "2020-03-10": 1.0, "2020-04-15": 0.35, "2020-09-15": 1.25,
        "2021-03-15": 1.45, "2021-12-15": 1.20, LAST: 1.25,
    },
    Kind.GIVING: {
        FIRST: 0.9, "2020-03-10": 0.95, "2020-04-15": 1.9, "2020-06-15": 2.4,
        "2020-12-20": 1.7, "2021-07-15": 1.0, "2021-12-20": 1.4, LAST: 1.1,
    },
}

# fmt: on

# Share of an average day's visits on Monday … Sunday, 1 being an even week.
WEEKS: Mapping[Kind, tuple[float, ...]] = {
    Kind.OFFICE: (1.22, 1.30, 1.31, 1.27, 1.10, 0.44, 0.36),
    Kind.TRANSIT: (1.10, 1.14, 1.15, 1.14, 1.12, 0.74, 0.61),
    Kind.RESTAURANT: (0.80, 0.86, 0.92, 1.00, 1.18, 1.26, 0.98),
    Kind.NIGHTLIFE: (0.55, 0.63, 0.76, 1.00, 1.52, 1.64, 0.90),
    Kind.SHOP: (0.92, 0.92, 0.94, 0.97, 1.07, 1.23, 0.95),
    Kind.SCHOOL: (1.28, 1.34, 1.32, 1.28, 1.12, 0.38, 0.28),
    Kind.MEDICAL: (1.24, 1.26, 1.24, 1.22, 1.10, 0.54, 0.40),
    Kind.ARTS: (0.72, 0.76, 0.84, 0.94, 1.14, 1.46, 1.14),
    Kind.PARK: (0.86, 0.88, 0.90, 0.92, 1.00, 1.24, 1.20),
}
EVEN_WEEK = (1.0,) * 7

# Kinds that are visits to a place, and so fall furthest where offices stood empty.
VISITS = frozenset(list(Kind)[: list(Kind).index(Kind.RENT)])

# Where offices and visitors are: how far an area's falls follow the business districts' (1) rather
# than homes' (0). ZIP areas of Midtown, the Financial District, Downtown Brooklyn and Long Island
# City.
BUSINESS_DISTRICTS: Mapping[str, float] = {
    "10018": 1.0, "10036": 1.0, "10017": 1.0, "10019": 0.85, "10022": 0.95, "10001": 0.8,
    "10016": 0.6, "10004": 1.0, "10005": 0.9, "10006": 0.9, "10007": 0.85, "10038": 0.75,
    "10010": 0.6, "10011": 0.45, "10012": 0.45, "10013": 0.55, "10020": 1.0, "10282": 0.6,
    "10280": 0.5, "11201": 0.45, "11101": 0.45, "11109": 0.3,
}  # fmt: skip
