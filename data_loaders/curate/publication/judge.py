"""Whether a source's figures may be published: held against the last release, and its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

import pandas as pd

from data_loaders.curate.plausibility.findings import LOSSES, Finding, settle
from data_loaders.curate.plausibility.gate import findings
from data_loaders.curate.publication.last_good import KEPT, Curated, last_good
from data_loaders.observations.parquet import read_observations
from data_loaders.released.release import Release, ReleaseError
from data_loaders.vocabulary.model import AcceptedFinding


class Judged(Protocol):
    """What a judge must know of a plan."""

    @property
    def root(self) -> Path: ...
    @property
    def published_on(self) -> date: ...
    @property
    def accept(self) -> Mapping[str, str]: ...
    @property
    def accept_shrink(self) -> Mapping[str, str]: ...


class Judge:
    """Judges the sources of one release; a finding passes where its id is accepted."""

    def __init__(self, plan: Judged, previous: Release | None) -> None:
        self._plan = plan
        self._previous = previous
        self._found: list[Finding] = []
        self.may_lose: set[str] = set()  # sources of which a person accepted a loss

    def __call__(self, curated: Curated) -> tuple[AcceptedFinding, ...]:
        """What was accepted of what is implausible; ImplausibleError where something was not.

        The same files as in the last release are not judged again: what differs is our own doing.
        """
        source_id = curated.source.id
        if self._sha256(source_id) == curated.delivery.sha256:
            return ()
        faults = findings(
            source_id,
            curated.source.indicators,
            curated.observations,
            self._before(source_id),
        )
        self._found += faults
        accepted = settle(faults, self._reasons(source_id, faults), self._plan.published_on)
        if any(each.doubt.kind in LOSSES for each in faults):
            self.may_lose.add(source_id)
        return accepted

    def _reasons(self, source_id: str, faults: Iterable[Finding]) -> Mapping[str, str]:
        """Why each finding may pass: of its own, or for all losses of its source."""
        why = self._plan.accept_shrink.get(source_id, "")
        losses = {each.id: why for each in faults if why and each.doubt.kind in LOSSES}
        return {**losses, **self._plan.accept} if losses else self._plan.accept

    def require_all_used(self) -> None:
        """ReleaseError where an id was accepted that no finding has, now or before."""
        before = self._previous.catalog.accepted if self._previous else ()
        known = {each.id for each in (*self._found, *before)}
        unknown = sorted(set(self._plan.accept) - known)
        if unknown:
            listed = ", ".join(each.id for each in self._found) or "none"
            raise ReleaseError(f"no finding has the id {', '.join(unknown)}; there are: {listed}")

    def _sha256(self, source_id: str) -> str | None:
        """The hash of the files the last release was made from; None where it has none."""
        deliveries = self._previous.catalog.deliveries if self._previous else ()
        return next((each.sha256 for each in deliveries if each.source_id == source_id), None)

    def _before(self, source_id: str) -> pd.DataFrame | None:
        """A source's observations in the last release; None where it had none of it."""
        if self._previous is None:
            return None
        kept = last_good(self._plan.root / KEPT, source_id)
        if kept is not None and kept.delivery.sha256 == self._sha256(source_id):
            return kept.observations
        published = self._plan.root / self._previous.id / "observations" / f"{source_id}.parquet"
        return read_observations(published) if published.is_file() else None
