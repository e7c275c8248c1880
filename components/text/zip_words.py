"""With which others a ZIP Code is counted, in words."""

from __future__ import annotations

from components.text import formats
from components.text.words import _, ngettext
from data_loaders.released.release import Release
from data_loaders.released.zip_areas import zip_codes_of

MOST_NAMED = 8


def counted_with(release: Release, code: str) -> str:
    """One sentence for a ZIP Code or ZIP area counted with others; empty for one counted alone."""
    for area, codes in zip_codes_of(release).items():
        if code in codes and len(codes) > 1:
            return _counted_in(area, code) if code != area else _also_counts(area, codes[1:])
    return ""


def _counted_in(area: str, code: str) -> str:
    return _("{code} has no figures of its own: it is counted with ZIP area {area}.", code=code,
             area=area)  # fmt: skip


def _also_counts(area: str, others: tuple[str, ...]) -> str:
    if len(others) > MOST_NAMED:
        return ngettext(
            "Figures of ZIP area {area} also count {number} other ZIP code.",
            "Figures of ZIP area {area} also count {number} other ZIP codes.",
            len(others),
            area=area,
        )
    return _("Figures of ZIP area {area} also count {codes}.", area=area,
             codes=formats.listed(list(others)))  # fmt: skip
