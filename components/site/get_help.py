"""Where to get help: the City's and the State's own services, by need.

What is said of a service comes from its own page, and drops when it was not read again in time.
"""

from __future__ import annotations

from datetime import UTC, datetime

from dash import html
from dash.development.base_component import Component

from components.text.words import _
from data_loaders.vocabulary.model import Category
from data_loaders.vocabulary.services import SERVICES, Service

NEEDS = frozenset({Category.HOUSING, Category.EMPLOYMENT, Category.HEALTH})


def ending(categories: frozenset[Category]) -> list[Component]:
    """How a view of evictions, unemployment or health ends; nothing for other views."""
    return section(categories) if categories & NEEDS else []


def section(categories: frozenset[Category] | None = None) -> list[Component]:
    """Services for these categories of need, all of them if none is named; nothing of a city
    that names none."""
    offered = [
        service
        for service in SERVICES
        if categories is None or service.category is None or service.category in categories
    ]
    if not offered:
        return []
    listed = html.Ul([html.Li(_service(service)) for service in offered], className="help")
    return [html.Section([html.H2(_("Get help")), listed], className="section", id="help")]


def folded() -> list[Component]:
    """The one number to call, and every service behind it."""
    if len(SERVICES) < 2:
        return section()
    first, *others = SERVICES
    behind = html.Details(
        [
            html.Summary(_("Help with rent, work, health and benefits")),
            html.Ul([html.Li(_service(service)) for service in others], className="help"),
        ]
    )
    content = [html.H2(_("Get help")), html.P(_service(first)), behind]
    return [html.Section(content, className="section", id="help")]


def _service(service: Service) -> list[Component | str]:
    link = html.A(_(service.name), href=service.href, rel="noopener")
    claim = service.claim(datetime.now(UTC).date())
    return [link, " ", _(claim)] if claim else [link]
