"""City Council districts in a search: no figure is counted by them, so what each overlaps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.markup import addresses
from components.markup.addresses import kept
from components.markup.prose import Content, bullets
from components.text.spelling import normalized
from components.text.words import _
from data_loaders.released.place_pages import has_page
from data_loaders.released.release import Release
from data_loaders.released.view import MOST_AREAS
from data_loaders.vocabulary.council_districts import NUMBERS, Overlap, council_districts
from data_loaders.vocabulary.model import Geography

# "council district 8", "City Council 8", "district 8 council", "8th council district", and Spanish.
ASKED = re.compile(
    r"\b(?:(?:city )?council ?(?:member|man|woman)?(?: (?:district|dist|no|number))*"
    r"|(?:concejo|consejo)(?: municipal)?(?: distrito)?"
    r"|distrito(?: del?)?(?: concejo| consejo)(?: municipal)?) (\d{1,3})\b"
    r"|\bdistrict (\d{1,3})(?: city)? council\b"
    r"|\bdistrito (\d{1,3}) del? (?:concejo|consejo)(?: municipal)?\b"
    r"|\b(\d{1,3})(?:st|nd|rd|th)(?: city)? council district\b",
    re.ASCII,
)

UNNUMBERED = re.compile(
    r"(?:(?:my|your|city|nyc|new york city) )*council ?(?:member|man|woman)?s?(?: districts?)?"
    r"|(?:(?:concejo|consejo)(?: municipal)?|distritos?(?: del)? (?:concejo|consejo))",
    re.ASCII,
)
EXAMPLE = "8"


@dataclass(frozen=True, slots=True)
class Asked:
    """The number of a council district, and the words typed beside it, as they are compared."""

    number: int
    beside: str


def asked(typed: str) -> Asked | None:
    """The council district that is named by its number; None where none is."""
    text = normalized(typed)
    match = ASKED.search(text)
    if match is None:
        return None
    number = next(int(group) for group in match.groups() if group)
    return Asked(number, f"{text[: match.start()]} {text[match.end() :]}".strip())


def is_unnumbered(release: Release, typed: str) -> bool:
    """Whether council districts are asked for, and none by its number."""
    return has_districts(release) and UNNUMBERED.fullmatch(normalized(typed)) is not None


def which(query: Mapping[str, str]) -> list[Component]:
    """That a council district is found by its number, with an example that leads on."""
    said = _(
        "Type the number of a council district, from {first} to {last}:",
        first=str(NUMBERS[0]),
        last=str(NUMBERS[-1]),
    )
    example = _("council district {number}", number=EXAMPLE)
    link = html.A(example, href=kept(addresses.SEARCH, query, q=example))
    return [html.P(said, role="status"), bullets([link])]


def overlapped(release: Release, number: int, query: Mapping[str, str]) -> list[Component]:
    """What a district overlaps, each part with its page; that there is none of that number.

    Empty where this city has no council districts, or the release no such places.
    """
    if not has_districts(release):
        return []
    overlaps = council_districts().get(number)
    if overlaps is None:
        last = NUMBERS[-1]
        words = _("The City Council has no district {number}: the last is {last}.",
                  number=str(number), last=str(last))  # fmt: skip
        return [html.P(words, role="status")]
    return [
        html.Section(
            [
                html.H2(_("City Council District {number}", number=str(number))),
                html.P(
                    _(
                        "No figure here is counted by council district, and none is converted. "
                        "These are the places it overlaps, and the share of its residents who live "
                        "in each."
                    ),
                    role="status",
                ),
                *_on_the_map(overlaps, query),
                *_listed(release, overlaps, query),
                html.P(
                    _(
                        "By the 2020 census and the districts of the 2023 election. A census "
                        "tract counts whole for one district, as THE CITY listed them, so the "
                        "shares are rough and a sliver may be missing."
                    ),
                    className="hint",
                ),
            ],
            className="found",
        )
    ]


def has_districts(release: Release) -> bool:
    """Whether places of the release lie in council districts of this city."""
    known = {place.id for place in release.places}
    return any(each.area in known for parts in council_districts().values() for each in parts)


def _on_the_map(overlaps: tuple[Overlap, ...], query: Mapping[str, str]) -> list[Component]:
    codes = [each.area for each in overlaps if each.geography is Geography.MODZCTA]
    view = {"geography": str(Geography.MODZCTA), "areas": "~".join(codes[:MOST_AREAS])}
    return [
        html.P(html.A(_("See its ZIP areas on the map"), href=kept(addresses.MAP, query, **view)))
    ]


def _listed(
    release: Release, overlaps: tuple[Overlap, ...], query: Mapping[str, str]
) -> list[Component]:
    """A heading and a list for each kind of area."""
    heads = {
        Geography.NTA2020: _("Neighborhoods in it"),
        Geography.CD: _("Community districts in it"),
        Geography.MODZCTA: _("ZIP areas in it"),
    }
    places = {place.id: place for place in release.places if has_page(place)}
    found: list[Component] = []
    for geography, head in heads.items():
        parts = [each for each in overlaps if each.geography is geography and each.area in places]
        items: list[list[Content]] = [
            [
                html.A(places[each.area].name, href=kept(addresses.place(each.area), query)),
                _(": about {share}", share=f"{each.percent}%"),
            ]
            for each in parts
        ]
        found += [html.H3(head), bullets(items)]
    return found
