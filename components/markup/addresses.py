"""The addresses of this site, and how a link keeps the release its reader has chosen.

The demonstration has the same addresses below `/demo`; they are put there in one pass over a page
(`components.site.demonstration`), so nothing here asks which side it is on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlencode

MAP = "/map"
TRENDS = "/trends"
INDUSTRIES = "/industries"
DATA = "/data"
RELEASE = f"{DATA}#release"
DUE = f"{DATA}#due"
METHODS = "/methodology"
PLACES = "/places"
NEXT_DOOR = "next-door"
PRIVACY = "/privacy"
AUDIT = f"{PRIVACY}#audit"
ABOUT = "/about"
PARTNERSHIP = "/partnership"
COVERAGE = "/coverage"
USES = "/uses"
SHARE = "/share"
CONTRACTS = f"{SHARE}#contracts"
IMPACT = "/impact"
PRACTICE = "/practice"
PERFORMANCE = f"{ABOUT}/performance"
SEARCH = "/search"
WORDS = "/words"
PARTNERS = "/partners"
PREVIEW = "/preview"
DOWNLOAD = "/download.csv"
EMBED = "/embed"
# Which page's figure a file is of, and the periods it holds where they are not those drawn.
MAP_FIGURE, TRENDS_FIGURE, INDUSTRIES_FIGURE = "map", "trends", "industries"
FIGURES = (MAP_FIGURE, TRENDS_FIGURE, INDUSTRIES_FIGURE)
PUBLISHED = "published"
DCAT_US = f"{DATA}.json"
CHANGES = "/changes"
CORRECTIONS = f"{CHANGES}#corrections"
FEEDS_LISTED = f"{CHANGES}#log"
CHANGES_FEED = "/feeds/changes.atom"
FOLLOWED = ("place", "indicator", "geography", "areas")
STANDOUTS_FILE = "/standouts.csv"
TRACE = "/trace"
API = "/api"
# What an address may hold as it is.
PLAIN = re.compile(r"[A-Za-z0-9_.~-]+")
OPENAPI = f"{API}/v1/openapi.json"


def figure(indicator_id: str, anchor: str = "") -> str:
    """The page of a figure."""
    return _part(f"{DATA}/{indicator_id}", anchor)


def source(source_id: str, anchor: str = "") -> str:
    """The page that says how the figures of a source are made."""
    return _part(f"{METHODS}/{source_id}", anchor)


def place(place_id: str) -> str:
    """The page of a place."""
    return f"{PLACES}/{place_id}"


def category(name: str) -> str:
    """The part of the list of figures that holds a category of need."""
    return _part(DATA, name)


def download(query: Mapping[str, str], ending: str = "csv") -> str:
    """A file of a view; `~` stands between several areas or indicators as it is."""
    return f"{DOWNLOAD.removesuffix('csv')}{ending}?{urlencode(query, safe='~')}"


def embed(figure: str, query: Mapping[str, str]) -> str:
    """A figure alone, for a frame on another site."""
    return f"{EMBED}/{figure}?{urlencode(query, safe='~')}"


def changes(query: Mapping[str, str]) -> str:
    """The log of changes, narrowed by what a view or a place names."""
    return f"{CHANGES}?{urlencode(query, safe='~')}" if query else CHANGES


def feed_of_changes(query: Mapping[str, str]) -> str:
    """The same as a feed."""
    return f"{CHANGES_FEED}?{urlencode(query, safe='~')}" if query else CHANGES_FEED


def followed(query: Mapping[str, str]) -> dict[str, str]:
    """What of a view's or a place's address changes can be followed for."""
    return {name: query[name] for name in FOLLOWED if query.get(name)}


def trace(
    indicator_id: str, geography: str, area_id: str, day: str, industry_id: str, release_id: str
) -> str:
    """Where one number comes from; `day` is in its period."""
    query = {
        "indicator": indicator_id,
        "geography": geography,
        "areas": area_id,
        "period": day,
        "industry": "" if industry_id == "all" else industry_id,
        "release": release_id,
    }
    pairs = [(name, str(value)) for name, value in query.items() if value]
    # A page has hundreds; what needs no escape is joined in a tenth of the time.
    if all(PLAIN.fullmatch(value) for _name, value in pairs):
        return f"{TRACE}?{'&'.join([f'{name}={value}' for name, value in pairs])}"
    return f"{TRACE}?{urlencode(pairs)}"


def kept(address: str, query: Mapping[str, str], **changes: str) -> str:
    """A link within the site that stays on the release the reader has chosen."""
    path, _, anchor = address.partition("#")
    release = query.get("release", "")
    asked = {**({"release": release} if release else {}), **changes}
    asked = {name: value for name, value in asked.items() if value}
    whole = f"{path}?{urlencode(asked, safe='~')}" if asked else path
    return _part(whole, anchor)


def with_release(address: str, release_id: str) -> str:
    """An address that names no release, held to one."""
    path, _, anchor = address.partition("#")
    joint = "&" if "?" in path else "?"
    return _part(f"{path}{joint}{urlencode({'release': release_id})}", anchor)


def _part(path: str, anchor: str) -> str:
    return f"{path}#{anchor}" if anchor else path
