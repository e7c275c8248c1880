"""What a unit is called after a one: "1 business", where a figure's unit is "businesses"."""

from __future__ import annotations

ONE = {
    "businesses": "business",
    "cases": "case",
    "children a night": "child a night",
    "claims": "claim",
    "complaints": "complaint",
    "days": "day",
    "deaths": "death",
    "devices": "device",
    "doses": "dose",
    "entries": "entry",
    "evictions": "eviction",
    "families a night": "family a night",
    "filings": "filing",
    "gifts": "gift",
    "households": "household",
    "index points": "index point",
    "jobs": "job",
    "listings": "listing",
    "people": "person",
    "people a day": "person a day",
    "people a night": "person a night",
    "places of work": "place of work",
    "projects": "project",
    "rides": "ride",
    "sales": "sale",
    "shows": "show",
    "trips": "trip",
    "trips a day": "trip a day",
    "vehicles": "vehicle",
    "visitors": "visitor",
}


def of_one(unit: str) -> str:
    """The unit after a one; that of no things stays as it is."""
    return ONE.get(unit, unit)
