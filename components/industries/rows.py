"""What Industries shows as rows of a file: every industry in every period that is compared."""

from __future__ import annotations

from components.industries import reading
from components.industries.heat import Heat, heat
from components.industries.ranks import IndustryComparison, comparison
from data_loaders.released.csv_rows import DisplayedValue
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.released.view_rows import FrameRows

Rows = list[tuple[FrameRows, DisplayedValue]]


def rows(release: Release, view: View) -> Rows:
    """The rows of a view of Industries, with what the page draws of each."""
    compared = comparison(release, view, reading.geography(release, view))
    return compared_rows(compared, heat(compared))


def compared_rows(compared: IndustryComparison, heat_map: Heat) -> Rows:
    """The same of what was compared already: all periods of the heatmap, in its order."""
    return [_rows(compared, heat_map, number) for number in range(len(heat_map.rows))]


def _rows(
    compared: IndustryComparison, heat_map: Heat, number: int
) -> tuple[FrameRows, DisplayedValue]:
    row, start = heat_map.rows[number], heat_map.start
    frame = compared.release.frame(compared.indicator.id, compared.area.geography, row.industry_id)
    published = compared.release.indicators[compared.indicator.id]
    file_rows = FrameRows(
        published,
        frame,
        (compared.area.id,),
        heat_map.periods[0][1],
        heat_map.periods[-1][1],
        published.frequency,
        compared.indicator.frequency,
    )

    def value(_area_id: str, position: int) -> float | None:
        cells = heat_map.cells[number]  # made only where values are written, not rows counted
        drawn = cells[position - start].value if position >= start else None
        return None if drawn is None else round(drawn, 4)

    baseline = compared.baseline if compared.is_change else ""
    return file_rows, DisplayedValue(value, compared.drawn.unit, baseline)
