"""Services of the City and the State for people in need: what each says of itself, and where.

Who a service is for is worded as its own page words it. A service about which nothing was read
has a name and a link alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data_loaders.vocabulary.model import Category

READ_ON = date(2026, 11, 28)
# Numbers, names and conditions change: they are read again twice a year.
READ_AGAIN_BY = date(2027, 5, 31)


@dataclass(frozen=True, slots=True)
class Service:
    """`what` it says of itself in `said_in`, read on `checked_on`; both empty where nothing was
    read. `category` is the need it is for, None for every need."""

    category: Category | None
    name: str
    href: str
    what: str = ""
    said_in: str = ""
    checked_on: date = READ_ON
    recheck_by: date = READ_AGAIN_BY

    def claim(self, on: date) -> str:
        """What is said of it on a day: nothing once it should have been read again."""
        return self.what if on <= self.recheck_by else ""


SERVICES = (
    Service(
        None,
        "311",
        "https://portal.311.nyc.gov/",
        "Any City service, in more than 175 languages. Call 311.",
        "https://www1.nyc.gov/site/doitt/about/language-access-plan.page",
    ),
    Service(
        Category.HOUSING,
        "Right to Counsel",
        "https://www.nyc.gov/site/hra/help/legal-services-for-tenants.page",
        "Free legal representation and advice for tenants facing eviction in Housing Court, "
        "regardless of immigration status. Call 311 and ask for “Right to Counsel”.",
        "https://www1.nyc.gov/site/hra/help/legal-services-for-tenants.page",
    ),
    Service(
        Category.EMPLOYMENT,
        "New York State unemployment insurance",
        "https://dol.ny.gov/unemployment-insurance-assistance",
    ),
    Service(
        Category.EMPLOYMENT,
        "Workforce1 Career Centers",
        "https://www.nyc.gov/site/sbs/careers/careers.page",
        "Job placement, coaching, training and resume workshops.",
        "https://www.brooklynpaper.com/nyc-sbs-milestone-job-placements",
    ),
    Service(
        Category.HEALTH,
        "NYC Health + Hospitals",
        "https://www.nychealthandhospitals.org/",
        "Health care regardless of immigration status, ability to pay or English proficiency.",
        "https://nyc.gov/site/doh/about/press/pr2025/"
        "nyc-doh-hh-moia-release-open-letter-to-immigrants.page",
    ),
    Service(
        Category.HEALTH,
        "NYC 988",
        "https://nyc988.cityofnewyork.us/",
        "Free, confidential mental health and substance use support, in over 200 languages. No "
        "insurance or ID required. Call or text 988.",
        "https://mentalhealth.cityofnewyork.us/mental-health-toolkit",
    ),
    Service(
        Category.FINANCIAL_DISTRESS,
        "ACCESS NYC",
        "https://access.nyc.gov/",
        "Recommends public benefit programs to consider, from what you say of your household. The "
        "agency that runs a program decides who gets it.",
        "https://access.nyc.gov/eligibility/",
    ),
)
