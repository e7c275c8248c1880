"""Which changes an address asks for: of a kind, of figures, of areas, of a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.changes.log import ChangeKind, Scope
from components.text import formats
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.released.view import Notice, Problem
from data_loaders.vocabulary.model import Geography

PARAMETERS = ("kind", "place", "indicator", "geography", "areas")


@dataclass(frozen=True, slots=True)
class AskedChanges:
    """What was asked for, in the parameters that ask for it again, and in words."""

    scope: Scope
    kind: ChangeKind | None
    query: Mapping[str, str]
    words: str
    notices: tuple[Notice, ...]


def asked_changes(query: Mapping[str, str], release: Release) -> AskedChanges:
    """Read from an address; a value that names nothing is left out, and said."""
    reader = _Reader(query, release)
    kind = reader.kind()
    areas = reader.areas()
    scope = Scope(reader.indicators(), areas)
    return AskedChanges(
        scope, kind, reader.taken, formats.listed(reader.words), tuple(reader.notices)
    )


class _Reader:
    def __init__(self, query: Mapping[str, str], release: Release) -> None:
        self.query, self.release = query, release
        self.taken: dict[str, str] = {}
        self.words: list[str] = []
        self.notices: list[Notice] = []

    def kind(self) -> ChangeKind | None:
        given = self.query.get("kind", "")
        if given in list(ChangeKind):
            self.taken["kind"] = given
            return ChangeKind(given)
        self._unknown("kind", given)
        return None

    def indicators(self) -> frozenset[str]:
        given = [name for name in self.query.get("indicator", "").split("~") if name]
        known = [name for name in given if name in self.release.indicators]
        for name in given:
            if name not in known:
                self._unknown("indicator", name)
        if known:
            self.taken["indicator"] = "~".join(known)
            self.words += [_(self.release.indicators[name].title) for name in known]
        return frozenset(known)

    def areas(self) -> dict[Geography, frozenset[str]] | None:
        """Of a place, the areas that cover it; else those named, or all of a geography."""
        name = self.query.get("place", "")
        place = next((each for each in self.release.places if each.id == name), None)
        if place is not None:
            self.taken["place"] = name
            self.words.append(_(place.name))
            return {geography: frozenset(ids) for geography, ids in place.areas.items()}
        self._unknown("place", name)
        given = self.query.get("geography", "")
        if given not in list(Geography):
            self._unknown("geography", given)
            return None
        self.taken["geography"] = given
        return self._named(Geography(given))

    def _named(self, geography: Geography) -> dict[Geography, frozenset[str]]:
        """The areas named, boroughs and the city beside smaller ones; else all of a geography."""
        area_ids: dict[Geography, list[str]] = {}
        named = [area_id for area_id in self.query.get("areas", "").split("~") if area_id]
        for area_id in dict.fromkeys(named):
            kinds = (geography, Geography.BOROUGH, Geography.CITY)
            own = next((kind for kind in kinds if area_id in self.release.areas(kind)), None)
            if own is None:
                self._unknown("areas", area_id)
            else:
                area_ids.setdefault(own, []).append(area_id)
                self.words.append(formats.area(self.release.area(own, area_id)))
        if not area_ids:
            self.words.append(formats.boundaries(geography))
            return {geography: frozenset()}
        self.taken["areas"] = "~".join(area_id for ids in area_ids.values() for area_id in ids)
        return {kind: frozenset(ids) for kind, ids in area_ids.items()}

    def _unknown(self, parameter: str, given: str) -> None:
        if given:
            self.notices.append(Notice(parameter, given[:80], "", Problem.UNKNOWN))
