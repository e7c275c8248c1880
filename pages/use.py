"""One use of data."""

from __future__ import annotations

from components.site.missing import missing
from components.site.page import Asked, Page, Route
from components.text.words import _
from components.uses import use
from components.uses.register import PATH
from data_loaders.records.held import records
from data_loaders.records.model import Use


def build(asked: Asked) -> Page:
    """The use named in the path; 404 with near ids where there is none."""
    held, name = records().current(), asked.variables["use"]
    record = held.of("uses").get(name)
    if not isinstance(record, Use):
        names = {each: each for each in held.of("uses")}
        return missing(asked, _("There is no use at this address"), names, PATH, _("See all uses"))
    return Page(
        title=_("Use of data {id}: {title}", id=name, title=_(record.title)),
        description=use.lead(name, record),
        body=use.layout(held, name, record, asked.release, asked.query),
        is_indexed=not record.is_example,
    )


PAGE = Route(f"{PATH}/<use>", build, sides=("",))
