"""How simulated figures are named, so that none can be taken for a partner's own.

A simulated release carries its naming in its own catalog; a catalog without it is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from data_loaders.vocabulary.model import (
    Catalog,
    Category,
    Geography,
    Grant,
    Indicator,
    Publication,
    Source,
    Terms,
)
from data_loaders.vocabulary.policy import Sensitivity

BASE = "/demo"
TITLE, NOUN = "Simulated: ", "simulated "
FILE = "SIMULATED_"
WORD = "SIMULATED"
PARTNER = re.compile(r"Simulated, in the format of (?P<partner>.+)")
DISOWNED = "{partner} supplied none of these numbers."
CITATION = "Do not cite: every figure is simulated."
MADE_UP = "Every figure is made up to show the format. Free to use, never as {partner}'s figures."
# Findings about illness or bankruptcy of a small place would be believed, however they are named.
GRAVE = frozenset({Category.HEALTH, Category.FINANCIAL_DISTRESS})
GRAVELY_SENSITIVE = frozenset({Sensitivity.HEALTH, Sensitivity.FINANCIAL_DISTRESS})
WIDE = frozenset({Geography.BOROUGH, Geography.CITY, Geography.STATE, Geography.US})


def as_simulated(source: Source) -> Source:
    """The source as a simulated release describes it; one so described already stays as it is."""
    match = PARTNER.fullmatch(source.partner)
    partner = match["partner"] if match else source.partner
    named = f"Simulated, in the format of {partner}"
    disowned = DISOWNED.format(partner=partner)
    return replace(
        source,
        name=_begun(source.name, f"{named}: "),
        partner=named,
        publisher_url="",
        terms_of_use=Terms(Grant.OURS, available=MADE_UP.format(partner=partner)),
        publication=Publication.OPEN,
        citation=CITATION,
        description=_begun(source.description, f"{named}. {disowned} "),
        indicators=tuple(_indicator(each, disowned) for each in source.indicators),
    )


def titled(title: str) -> str:
    """A title that says its figures are simulated."""
    return _begun(title, TITLE)


def disowned_by(source: Source) -> str:
    """The sentence that the partner supplied nothing; empty for a source that is not simulated."""
    match = PARTNER.fullmatch(source.partner)
    return DISOWNED.format(partner=match["partner"]) if match else ""


def partner_of(source: Source) -> str:
    """The partner whose format a simulated source is in; of another source, its partner."""
    match = PARTNER.fullmatch(source.partner)
    return match["partner"] if match else source.partner


def refusals(catalog: Catalog, is_simulated: bool) -> list[str]:
    """Why a release must not be served among real (or simulated) ones; empty when it may be."""
    if catalog.is_simulated != is_simulated:
        kinds = ("simulated", "real") if catalog.is_simulated else ("real", "simulated")
        return ["{} figures are never served as {} ones".format(*kinds)]
    if not is_simulated:
        return [f"{source.id} is named as simulated" for source in catalog.sources if _is(source)]
    return [problem for source in catalog.sources for problem in _unnamed(source)]


def _is(source: Source) -> bool:
    """Whether anything about a source says that it is simulated."""
    titles = [each.title for each in source.indicators]
    return bool(PARTNER.fullmatch(source.partner)) or any(each.startswith(TITLE) for each in titles)


def _unnamed(source: Source) -> Iterator[str]:
    named = as_simulated(source)
    # A release made before terms were kept has none, and says that they are simulated elsewhere.
    if source not in (named, replace(named, terms_of_use=Terms())):
        yield f"{source.id} is not named as simulated throughout"
    is_grave = source.policy.sensitivity in GRAVELY_SENSITIVE
    for each in source.indicators:
        small = [str(name) for name in each.geographies if name not in WIDE]
        if small and (is_grave or each.category in GRAVE):
            yield f"{each.id} would show simulated hardship by {', '.join(small)}"


def _indicator(indicator: Indicator, disowned: str) -> Indicator:
    return replace(
        indicator,
        title=titled(indicator.title),
        noun=_begun(indicator.noun, NOUN),
        description=_begun(indicator.description, f"Simulated. {disowned} "),
    )


def _begun(text: str, beginning: str) -> str:
    return text if text.startswith(beginning) else f"{beginning}{text}"
