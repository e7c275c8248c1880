"""Figures of a release, page by page, as JSON or CSV. A withheld one has a status, and no value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from api.v1.asked import Window, window
from api.v1.problems import Refused
from api.v1.selection import positions, wanted
from components.api_reference import records
from components.api_reference.endpoints import OBSERVATIONS, ProblemType
from components.api_reference.queries import ObservationsQuery
from components.text import reasons
from components.text.care import care
from data_loaders.released import csv_rows
from data_loaders.released.provenance import rule_that_hides
from data_loaders.released.release import Release
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.frames import Frame, cell_of
from data_loaders.vocabulary.model import (
    NEEDS_REASON,
    Geography,
    Reason,
    Status,
)

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one frame: its areas and periods that are asked for."""

    frame: Frame
    areas: tuple[str, ...]
    positions: tuple[int, ...]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.areas) * len(self.positions)


def observations(query: ObservationsQuery) -> records.Observations:
    """One page of figures, with the reasons of those without a value."""
    page, blocks = _selected(query)
    total = sum(block.rows for block in blocks)
    rows = list(_cut(blocks, page, _records))
    return records.Observations(
        page.release.id,
        page.release.manifest.is_simulated,
        total,
        page.next_address(OBSERVATIONS, query, total),
        [_described(page.release, name) for name in dict.fromkeys(query.indicator.split("~"))],
        rows,
        _reasons(page.release, rows),
    )


def observations_csv(query: ObservationsQuery) -> tuple[str, str | None]:
    """One page of figures with the columns of a download, and the address of the next page."""
    page, blocks = _selected(query)
    total = sum(block.rows for block in blocks)

    def lines(block: Block, areas: Sequence[str]) -> Iterator[str]:
        frame = block.frame
        labels = csv_rows.labels(
            page.release.catalog, frame.indicator_id, frame.geography, installation.public_url()
        )
        for area_id in areas:
            yield from csv_rows.write_rows(labels, frame, {area_id}, only=block.positions)

    text = csv_rows.HEADER + "".join(_cut(blocks, page, lines))
    return text, page.next_address(OBSERVATIONS, query, total)


def _selected(query: ObservationsQuery) -> tuple[Window, list[Block]]:
    page = window(query.release, query.cursor, query.limit)
    boroughs = page.release.areas(Geography.BOROUGH)
    if query.borough and query.borough not in boroughs:
        raise Refused(
            ProblemType.NOT_FOUND,
            f"There is no borough “{query.borough}”, but {', '.join(boroughs)}.",
        )
    blocks = [
        _block(page.release, page.release.frame(*key), each.areas, query)
        for each in wanted(page.release, query)
        if (key := (each.indicator_id, each.geography, each.industry_id))
    ]
    return page, blocks


def _block(
    release: Release, frame: Frame, area_ids: frozenset[str] | None, query: ObservationsQuery
) -> Block:
    areas = release.areas(frame.geography)
    chosen = tuple(
        area_id
        for area_id in frame.areas
        if (area_ids is None or area_id in area_ids)
        and query.borough in ("", area_id, areas[area_id].borough_id)
    )
    return Block(frame, chosen, tuple(positions(frame, query)))


def _cut(
    blocks: Sequence[Block], page: Window, rows: Callable[[Block, Sequence[str]], Iterator[Row]]
) -> Iterator[Row]:
    """The rows of a page. Whole blocks and areas before it are passed over unread."""
    start, left = page.start, page.limit
    for block in blocks:
        if start >= block.rows or not left:
            start -= min(start, block.rows)
            continue
        skipped, within = divmod(start, len(block.positions))
        taken = list(islice(rows(block, block.areas[skipped:]), within, within + left))
        yield from taken
        start, left = 0, left - len(taken)


def _records(block: Block, areas: Sequence[str]) -> Iterator[records.ObservationRecord]:
    frame = block.frame
    for area_id in areas:
        row = frame.areas.index(area_id)
        values, codes = frame.values[row], frame.statuses[row]
        for position in block.positions:
            cell = cell_of(values[position], codes[position], frame.margin(row))
            yield records.ObservationRecord(
                frame.indicator_id,
                frame.geography,
                area_id,
                frame.industry_id,
                *frame.periods[position],
                cell.value,
                cell.status,
                cell.reason,
                *(cell.range or (None, None)),
            )


def _described(release: Release, indicator_id: str) -> records.Described:
    indicator, source = release.indicators[indicator_id], release.source_of[indicator_id]
    return records.Described(
        indicator_id,
        indicator.title,
        indicator.unit,
        f"{source.partner}: {source.name}",
        source.citation,
        care(release, indicator),
    )


def _reasons(
    release: Release, rows: Sequence[records.ObservationRecord]
) -> list[records.Explained]:
    lacking = dict.fromkeys(
        (row.indicator_id, row.status, row.value_reason)
        for row in rows
        if row.status in NEEDS_REASON or row.value_reason
    )
    return [
        records.Explained(indicator_id, status, _words(release, indicator_id, status, why), why)
        for indicator_id, status, why in lacking
    ]


def _words(release: Release, indicator_id: str, status: Status, why: Reason | None) -> str:
    """Why there is no value, or a doubtful one; of a hidden one the rule as well."""
    words = reasons.of(status, why)
    if not status.is_hidden:
        return words
    return f"{words}. {rule_that_hides(release.source_of[indicator_id])}"
