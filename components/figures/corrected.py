"""That a figure was wrong once, said where it stands, with the way to its correction."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.markup import addresses
from components.text import formats
from components.text.words import _
from data_loaders.records.corrections import Correction, corrections
from data_loaders.records.reading import RecordsError
from data_loaders.released.release import Release

logger = logging.getLogger(__name__)


def of_figure(release: Release, figure: str) -> Sequence[Correction]:
    """Corrections of a figure, newest first; none of a simulated one in a real release."""
    is_simulated = release.manifest.is_simulated
    return [
        each for each in _every() if figure in each.figures and each.is_simulated == is_simulated
    ]


def links(release: Release, figure: str) -> list[Component]:
    """When a figure was corrected, each leading to its old and new values."""
    return [
        html.A(
            _("Corrected on {day}", day=formats.day(each.corrected_on)),
            href=f"{addresses.CHANGES}#correction-{each.id}",
            title=_(each.title),
        )
        for each in of_figure(release, figure)
    ]


def _every() -> Sequence[Correction]:
    """A fault in the file is told where records are checked; no page fails of it."""
    try:
        return corrections()
    except RecordsError as error:
        logger.error("corrections are not shown: %s", error)
        return ()
