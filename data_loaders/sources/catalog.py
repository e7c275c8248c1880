"""Every source in reading order, and every indicator by id. Curation only: it imports readers.

A source is a module, or a folder whose `source` is that module, and one line here: its id.

A reader module has `SOURCE` and either `read(folder)` (observations of the files in a feed's
folder) or `derive(observations)` (observations computed from those of other sources). It may have
`extend(own, others)`: its observations, gone on with those of sources named in `continued_with`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data_loaders.sources.contracts import Partner
    from data_loaders.vocabulary.model import Indicator, Source

PACKAGE = "data_loaders.sources"
PUBLIC: tuple[str, ...] = (
    "nychealth_coronavirus",
    "nychealth_immunization",
    "nychealth_respiratory",
    "nychealth_covid_vaccine",
    "nychealth_ehdp",
    "nycdoe_attendance",
    "nysdol_ui_claims",
    "nysdol_ces",
    "nysdol_qcew",
    "nysdol_laus",
    "bls_qcew",
    "census_cbp",
    "nysdol_laus_adjusted",
    "bls_laus",
    "indeed_hiring_lab",
    "opportunity_insights",
    "nys_taxable_sales",
    "hra_benefits",
    "streeteasy_dashboard",
    "streeteasy_weekly",
    "oca_evictions",
    "dhs_shelter",
    "mta_ridership",
    "mta_subway_stations",
    "tlc_trips",
    "opentable",
    "opentable_by_day",
    "broadway_grosses",
    "betanyc_open_maps",
    "times_square_alliance",
    "downtown_activity",
    "dot_pedestrians",
    "foursquare_visitdata",
    "nypd_historical_crime",
)
# Computed from other sources, so after them.
COMPUTED: tuple[str, ...] = (
    "housing_changes",
    "gaps",
    "recovery_index",
)
# Partners' sources, whose figures come as deliveries (`Partner` says what each offers).
FROM_PARTNERS: tuple[str, ...] = (
    "foursquare_zip_cube",
    "foursquare_county",
    "linkedin_hiring",
    "kinsa_illness",
    "streeteasy_nta_weekly",
    "streeteasy_price_index",
    "cuebiq_weekly_cvi",
    "cuebiq_daily_cvi",
    "cuebiq_mobility",
    "cuebiq_home_switchers",
    "cuebiq_travelers",
    "upsolve",
    "oats",
    "ioby",
    "betanyc_directory",
    "met_attendance",
    "mastercard_spending",
    "usl_parks",
)


def modules(room: str, names: Iterable[str], package: str = PACKAGE) -> tuple[ModuleType, ...]:
    """The modules of sources of a room (public, computed, partners), in the order of their names.

    Raises ImportError for a name that is no module there, ValueError for a source of another id.
    """
    folder = import_module(f"{package}.{room}")
    return tuple(_module(folder, name) for name in names)


def _module(room: ModuleType, name: str) -> ModuleType:
    is_folder = any((Path(path) / name).is_dir() for path in room.__path__)
    module = import_module(f"{room.__name__}.{name}{'.source' if is_folder else ''}")
    if module.SOURCE.id != name:
        raise ValueError(f"{module.__name__} states the source {module.SOURCE.id}: name it {name}")
    return module


MODULES: tuple[ModuleType, ...] = (
    *modules("public", PUBLIC),
    *modules("computed", COMPUTED),
)
PARTNERS = cast("tuple[Partner, ...]", modules("partners", FROM_PARTNERS))
SOURCES: tuple[Source, ...] = tuple(module.SOURCE for module in MODULES)
INDICATORS: dict[str, Indicator] = {
    indicator.id: indicator for source in SOURCES for indicator in source.indicators
}
