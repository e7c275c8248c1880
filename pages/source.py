"""Methods of one source: who is in it, its terms, its privacy treatment, what is hidden."""

from __future__ import annotations

from components.data import source as source_view
from components.site.missing import missing
from components.site.page import Asked, Page, Route
from components.text.words import _


def build(asked: Asked) -> Page:
    """The page of the source named in the path; 404 with near names where there is none."""
    source = asked.release.sources.get(asked.variables["source"])
    if source is None:
        names = {known.id: _(known.name) for known in asked.release.catalog.sources}
        return missing(
            asked,
            _("There is no source at this address"),
            names,
            source_view.PATH,
            _("See all sources"),
        )
    return Page(
        title=_("{name}: how it is made", name=source_view.title(asked.release, source)),
        description=_(source.description),
        body=source_view.layout(asked.release, source, asked.query),
    )


PAGE = Route(f"{source_view.PATH}/<source>", build)
