"""Reading a request: its parameters, its release, the page of rows it wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

import msgspec
from flask import Request

from api.v1.problems import Refused
from components.api_reference.endpoints import Endpoint, ProblemType
from components.api_reference.openapi import parameters
from components.api_reference.queries import MOST_AREAS, MOST_INDICATORS
from components.site import notices
from data_loaders.released.release import Release
from data_loaders.released.serving import release_of, releases

Query = TypeVar("Query", bound=msgspec.Struct)
Row = TypeVar("Row")
DISPLAY = frozenset({"show", "baseline", "layout", "scale", "sort", "by"})
MOST = {"indicator": MOST_INDICATORS, "areas": MOST_AREAS}
LINES = frozenset("\r\n")


def query_of(request: Request, endpoint: Endpoint, kind: type[Query]) -> Query:
    """The parameters of a request; Refused names the one that is not as described."""
    given: dict[str, str] = {}
    for name, values in request.args.lists():
        if len(values) > 1:
            raise _bad(f"“{name[:80]}” is given {len(values)} times; once is enough.")
        given[name] = values[0]
    _require_known(given, endpoint)
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        raise _bad(f"{error}. See {ProblemType.PARAMETERS.address}") from error


def _require_known(given: Mapping[str, str], endpoint: Endpoint) -> None:
    known = {parameter.name: parameter for parameter in parameters(endpoint)}
    for name, value in given.items():
        if name in DISPLAY and name not in known:
            raise _bad(f"“{name}” changes how a page draws figures; they are answered as released.")
        if name not in known:
            listed = ", ".join(known) or "none"
            raise _bad(f"There is no parameter “{name[:80]}” here. There are: {listed}.")
        # In a pattern `$` would let a line end pass, and a number may stand between blanks.
        if name != "q" and (not LINES.isdisjoint(value) or value.strip() != value or not value):
            raise _bad(f"“{name}” is empty, or has a blank or a line end at its ends.")
        given_ids = value.count("~") + 1
        if given_ids > MOST.get(name, given_ids):
            raise _bad(
                f"“{name}” names {given_ids} ids, and may name {MOST[name]} at a time: ask for "
                "the others in a request of their own."
            )


def _bad(detail: str) -> Refused:
    return Refused(ProblemType.PARAMETERS, detail)


def release_asked(release_id: str) -> Release:
    """The release of that id, else the newest; Refused where it is not held."""
    if not release_id:
        return releases().current()
    release = release_of(release_id, is_demo=False)
    if release is not None:
        return release
    withdrawn = releases().withdrawn(release_id)
    if withdrawn is not None:
        words = notices.withdrawn_words(release_id, withdrawn.why)
        raise Refused(ProblemType.WITHDRAWN, words)
    raise Refused(
        ProblemType.NOT_FOUND, f"Release {release_id} is not held here. See /api/v1/releases."
    )


@dataclass(frozen=True, slots=True)
class Window:
    """The rows of one page: from `start` on, `limit` of them, of one release."""

    release: Release
    start: int
    limit: int

    def next_address(self, endpoint: Endpoint, query: msgspec.Struct, total: int) -> str | None:
        """Where the rows after these are; None where there are none."""
        start = self.start + self.limit
        if start >= total:
            return None
        given = given_of(query) | {"cursor": f"{self.release.id}~{start}"}
        return f"{endpoint.path}?{urlencode(given, safe='~')}"


def window(release_id: str, cursor: str, limit: int) -> Window:
    """The page asked for; a cursor keeps the release its first page was of."""
    of_cursor, _, start = cursor.partition("~")
    if of_cursor and release_id and of_cursor != release_id:
        raise Refused(
            ProblemType.NOT_FOUND,
            f"The cursor is of release {of_cursor}; there is no such page in {release_id}.",
        )
    return Window(release_asked(of_cursor or release_id), int(start or 0), limit)


def given_of(query: msgspec.Struct) -> dict[str, str]:
    """The parameters of a query that are not left to their defaults, in one order."""
    written: dict[str, object] = msgspec.to_builtins(query)
    defaults = {field.encode_name: field.default for field in msgspec.structs.fields(query)}
    return {
        name: str(value)
        for name, value in written.items()
        if value not in (None, "", defaults.get(name))
    }


def cut(rows: Sequence[Row], page: Window) -> list[Row]:
    """The rows of a page."""
    return list(rows[page.start : page.start + page.limit])
