"""One indicator: what it is, how far it reaches, its files, how to cite it."""

from __future__ import annotations

from components.data import catalog_records, indicator, newest_areas, retired
from components.site.missing import missing
from components.site.page import Asked, Page, Route
from components.text.care import described
from components.text.words import _
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.moved import INDICATOR, moved


def build(asked: Asked) -> Page:
    """The page of the indicator named in the path; 404 with near names where there is none."""
    chosen_indicator = asked.release.indicators.get(asked.variables["indicator"])
    rule = moved(INDICATOR, asked.variables["indicator"])
    if chosen_indicator is None and rule is not None:
        title, body = retired.page(asked.release, rule)
        return Page(title, title, body, is_indexed=False)
    if chosen_indicator is None:
        names = {name: _(each.title) for name, each in asked.release.indicators.items()}
        return missing(
            asked,
            _("There is no figure at this address"),
            names,
            indicator.PATH,
            _("See all figures"),
        )
    return Page(
        title=indicator.title(asked.release, chosen_indicator),
        description=described(
            _(chosen_indicator.description), asked.release, [(chosen_indicator, None, None)]
        ),
        body=indicator.layout(asked.release, chosen_indicator, asked.query),
        card=indicator.card(asked.release, chosen_indicator),
        follows={"indicator": chosen_indicator.id},
        linked_data=catalog_records.dataset(
            asked.release, chosen_indicator, installation.public_url()
        ),
    )


PAGE = Route(f"{indicator.PATH}/<indicator>", build, takes=newest_areas.PARAMETERS)
