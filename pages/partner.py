"""One partner: what it shared, why it matters, who is missing, what is public instead."""

from __future__ import annotations

from components.partnership import partner
from components.partnership.view import PATH, partners
from components.site.missing import missing
from components.site.page import Asked, Page, Route
from components.text.words import _
from data_loaders.records.held import records


def build(asked: Asked) -> Page:
    """The page of the partner named in the path; 404 with near names where there is none."""
    held = records().current()
    every = dict(partners(held))
    chosen_partner = every.get(asked.variables["partner"])
    if chosen_partner is None:
        names = {name: _(each.name) for name, each in every.items()}
        return missing(
            asked, _("There is no partner at this address"), names, PATH, _("See all partners")
        )
    return Page(
        title=_("{name} and the partnership", name=_(chosen_partner.name)),
        description=partner.standing(chosen_partner, asked.release),
        body=partner.layout(held, chosen_partner, asked.release, asked.query, asked.demo),
    )


PAGE = Route(f"{PATH}/<partner>", build, sides=("",))
