"""Where to get help: the City's and the State's own services, by need."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.text.words import _
from data_loaders.vocabulary.model import Category


@dataclass(frozen=True, slots=True)
class Help:
    """A service: whom it is for, its name, its address, what it does."""

    category: Category | None
    name: str
    href: str
    what: str


NEEDS = frozenset({Category.HOUSING, Category.EMPLOYMENT, Category.HEALTH})
SERVICES = (
    Help(
        None,
        "311",
        "https://portal.311.nyc.gov/",
        "Any City service, in more than 175 languages. Call 311.",
    ),
    Help(
        Category.HOUSING,
        "Right to Counsel",
        "https://www.nyc.gov/site/hra/help/legal-services-for-tenants.page",
        "A free lawyer for tenants in an eviction case. Call 311 and ask for the Tenant Helpline.",
    ),
    Help(
        Category.EMPLOYMENT,
        "New York State unemployment insurance",
        "https://dol.ny.gov/unemployment-insurance-assistance",
        "File a claim, and get help with one.",
    ),
    Help(
        Category.EMPLOYMENT,
        "Workforce1 Career Centers",
        "https://www.nyc.gov/site/sbs/careers/careers.page",
        "Help to find a job and to train for one, free.",
    ),
    Help(
        Category.HEALTH,
        "NYC Health + Hospitals",
        "https://www.nychealthandhospitals.org/",
        "Care for everyone, whether or not you have insurance or papers.",
    ),
    Help(
        Category.HEALTH,
        "NYC 988",
        "https://nyc988.cityofnewyork.us/",
        "Someone to talk to, day and night. Call or text 988.",
    ),
    Help(
        Category.FINANCIAL_DISTRESS,
        "ACCESS NYC",
        "https://access.nyc.gov/",
        "Find out which benefits you may get: food, rent, child care, cash.",
    ),
)


def ending(categories: frozenset[Category]) -> list[Component]:
    """How a view of evictions, unemployment or health ends; nothing for other views."""
    return [section(categories)] if categories & NEEDS else []


def section(categories: frozenset[Category] | None = None) -> html.Section:
    """Services for these categories of need, all of them if none is named."""
    offered = [
        service
        for service in SERVICES
        if categories is None or service.category is None or service.category in categories
    ]
    return html.Section(
        [
            html.H2(_("Get help")),
            html.Ul([html.Li(_service(service)) for service in offered], className="help"),
        ],
        className="section",
        id="help",
    )


def folded() -> html.Section:
    """The one number to call, and every service behind it."""
    first, *others = SERVICES
    return html.Section(
        [
            html.H2(_("Get help")),
            html.P(_service(first)),
            html.Details(
                [
                    html.Summary(_("Help with rent, work, health and benefits")),
                    html.Ul([html.Li(_service(service)) for service in others], className="help"),
                ]
            ),
        ],
        className="section",
        id="help",
    )


def _service(service: Help) -> list[Component | str]:
    link = html.A(_(service.name), href=service.href, rel="noopener")
    return [link, " ", _(service.what)]
