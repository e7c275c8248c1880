"""Needs that partners of the Recovery Data Partnership measured, and no source read here does.

Their deliveries are confidential, so these are shown as gaps and never filled.
"""

from __future__ import annotations

from dataclasses import dataclass

from data_loaders.vocabulary.model import Category


@dataclass(frozen=True, slots=True)
class Unmet:
    """`what` is not known in public; `partner` measured it for the City."""

    category: Category
    what: str
    partner: str


UNMET = (
    Unmet(Category.HEALTH, "illness at home before anyone sees a doctor", "Kinsa"),
    Unmet(Category.OLDER_ADULTS, "older adults' use of computers and the internet", "OATS"),
    Unmet(Category.EMPLOYMENT, "how many people are hired", "LinkedIn"),
    Unmet(Category.FINANCIAL_DISTRESS, "why people file for bankruptcy", "Upsolve"),
    Unmet(Category.FOOT_TRAFFIC, "visits to shops by ZIP code", "Foursquare"),
    Unmet(Category.TRANSPORTATION, "how far people travel in a day", "Cuebiq"),
    Unmet(Category.COMMUNITY, "neighborhood projects and what was given to them", "ioby"),
)
