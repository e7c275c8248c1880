"""Every page of words with its name and what is on it: what search finds and the sitemap lists.
Search also finds the pages of figures, which the sitemap has by their routes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from components.about.view import topics
from components.impact.view import PATH as IMPACT
from components.impact.view import projects
from components.markup import addresses
from components.partnership.view import PATH as PARTNERSHIP
from components.partnership.view import partners
from components.text.words import _
from components.uses.listing import uses
from components.uses.register import PATH as USES
from data_loaders.records.reading import Held


@dataclass(frozen=True, slots=True)
class TextPage:
    """`told` is what it says in short, and `terms` other words it is looked for by."""

    path: str
    name: str
    told: str
    terms: tuple[str, ...] = ()
    is_indexed: bool = True


@lru_cache(maxsize=2)
def text_pages(held: Held) -> tuple[TextPage, ...]:
    """All of them, the general ones first."""
    general = [TextPage(path, name, what, TERMS.get(path, ())) for path, name, what in topics()]
    changed = TextPage(
        addresses.CHANGES,
        _("Changes and corrections"),
        _("What each release changed, and which published numbers were wrong."),
        TERMS[addresses.CHANGES],
    )
    corrected = TextPage(
        addresses.CORRECTIONS,
        _("Corrections"),
        _("Published numbers that were wrong, with the right ones."),
        TERMS[addresses.CORRECTIONS],
        is_indexed=False,
    )
    of_partners = [
        TextPage(f"{PARTNERSHIP}/{name}", _(each.name), _("Partner: what it shared."), ("partner",))
        for name, each in partners(held)
    ]
    of_projects = [
        TextPage(f"{IMPACT}/{name}", _(each.title), _("Project, a worked example."), ("project",))
        for name, each in projects(held)
    ]
    of_uses = [
        TextPage(
            f"{USES}/{name}", _(use.title), _("Use of data, {id}", id=name), ("use",), not examples
        )
        for examples in (False, True)
        for name, use in uses(held, examples=examples)
    ]
    return (*_of_figures(), *general, corrected, changed, *of_partners, *of_projects, *of_uses)


def _of_figures() -> tuple[TextPage, ...]:
    """The pages that show figures, by what a reader does there."""
    return tuple(
        TextPage(path, name, told, TERMS.get(path, ()), is_indexed=False)
        for path, name, told in (
            (addresses.MAP, _("Map"), _("One figure for each area of the city, at a time.")),
            (addresses.TRENDS, _("Trends"), _("Places and figures over time, side by side.")),
            (
                addresses.INDUSTRIES,
                _("Industries"),
                _("Which industries are back, and which are not."),
            ),
            (addresses.DATA, _("Data"), _("Every figure, with its dates and its files.")),
        )
    )


# Each page of figures has a button for its address, and prints.
KEPT = ("print", "copy link", "permalink")
TERMS = {
    addresses.MAP: ("near me", *KEPT),
    addresses.INDUSTRIES: KEPT,
    addresses.PARTNERSHIP: (
        "recovery data partnership",
        "history",
        "principles",
        "advisors",
        "govlab",
    ),
    addresses.USES: ("register", "agency", "who uses", "feed", "atom"),
    addresses.SHARE: ("open call", "contract", "odcs", "template", "share"),
    addresses.COVERAGE: ("coverage", "gaps", "missing", "not measured", "left out"),
    addresses.IMPACT: ("resident impact data projects", "projects", "bloomberg"),
    addresses.PRACTICE: ("what works cities", "city data alliance", "checklist", "certification"),
    addresses.PERFORMANCE: ("performance", "speed", "fast", "slow", "benchmark", "budget"),
    addresses.METHODS: ("methods", "methodology", "sources", "cite", "citation"),
    addresses.TRENDS: ("compare two neighborhoods", "districts", "boroughs", "charts", *KEPT),
    addresses.DATA: ("download", "downloads", "csv", "parquet", "releases"),
    addresses.CHANGES: (
        "change log",
        "release",
        "errors",
        "figures",
        "revised",
        "revisions",
        "feed",
        "atom",
        "standouts",
    ),
    addresses.CORRECTIONS: ("corrected", "errors", "mistakes"),
    addresses.API: ("api", "programs", "json", "openapi", "developers"),
    addresses.WORDS: ("glossary", "dictionary", "terms", "meaning", "abbreviations"),
    addresses.PRIVACY: ("privacy", "hidden", "suppression", "withheld"),
}
