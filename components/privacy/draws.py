"""The ledger of draws on the privacy page: what noise has cost so far, of what it may cost."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from components.data import noise_words
from components.markup.prose import Contents, section
from components.markup.stacked import stacked
from components.text import formats
from components.text.vocabulary import plain
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.vocabulary.draws import spent


def draws(release: Release) -> list[Component]:
    """Each source with noise: how often it was drawn, and what that spent; nothing without one."""
    rows = list(_rows(release))
    if not rows:
        return []
    heads = [_("Source"), _("Periods drawn"), _("Releases"), _("Epsilon spent"), _("Of"), _("For")]
    body = [
        html.P(
            _(
                "Noise is drawn once for all counts of a period. The audit of each release keeps "
                "the list of every draw, those of withdrawn releases too. It fails where a figure "
                "is drawn again, or where more epsilon is spent than the source's rule allows."
            )
        ),
        stacked(_("Draws of noise"), heads, rows, numeric=(1, 2, 3, 4), anchor="draws-rows"),
    ]
    return [section(_("Draws of noise"), body, "draws")]


def _rows(release: Release) -> Iterator[list[Contents]]:
    for each in release.audit.sources:
        source = release.sources[each.source_id]
        if source.policy.noise is None:
            continue
        noise = source.policy.noise
        told = {drawn.release_id for drawn in each.draws}
        yield [
            _(source.name),
            formats.integer(len(each.draws)),
            formats.integer(len(told)),
            plain(spent(each.draws, noise)),
            plain(noise.epsilon),
            _(
                "each {unit}, {period}",
                unit=noise_words.unit(noise.unit),
                period=noise_words.lasting(noise.period),
            ),
        ]
