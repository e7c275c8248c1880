"""Every source in reading order, and every indicator by id. Curation only: it imports readers.

A reader module has `SOURCE` and either `read(folder)` (observations of the files in a feed's
folder) or `derive(observations)` (observations computed from those of other sources). It may have
`extend(own, others)`: its observations, gone on with those of sources named in `continued_with`.
"""

from __future__ import annotations

from types import ModuleType

from data_loaders.curate.partner import Partner
from data_loaders.model import Indicator, Source
from data_loaders.sources import (
    betanyc_directory,
    betanyc_open_maps,
    bls_laus,
    cuebiq_daily_cvi,
    cuebiq_home_switchers,
    cuebiq_mobility,
    cuebiq_travelers,
    cuebiq_weekly_cvi,
    foursquare_county,
    foursquare_visitdata,
    foursquare_zip_cube,
    gaps,
    housing_changes,
    indeed_hiring_lab,
    ioby,
    kinsa_illness,
    linkedin_hiring,
    met_attendance,
    mta_ridership,
    nychealth_coronavirus,
    nychealth_covid_vaccine,
    nychealth_ehdp,
    nychealth_immunization,
    nychealth_respiratory,
    nypd_historical_crime,
    nysdol_laus,
    nysdol_laus_adjusted,
    nysdol_ui_claims,
    oats,
    oca_evictions,
    opentable,
    opportunity_insights,
    recovery_index,
    streeteasy_dashboard,
    streeteasy_nta_weekly,
    streeteasy_price_index,
    streeteasy_weekly,
    times_square_alliance,
    upsolve,
)

MODULES: tuple[ModuleType, ...] = (
    nychealth_coronavirus,
    nychealth_immunization,
    nychealth_respiratory,
    nychealth_covid_vaccine,
    nychealth_ehdp,
    nysdol_ui_claims,
    nysdol_laus,
    nysdol_laus_adjusted,
    bls_laus,
    indeed_hiring_lab,
    opportunity_insights,
    streeteasy_dashboard,
    streeteasy_weekly,
    oca_evictions,
    mta_ridership,
    opentable,
    betanyc_open_maps,
    times_square_alliance,
    foursquare_visitdata,
    nypd_historical_crime,
    housing_changes,
    gaps,
    recovery_index,
)
# Partners' sources, whose figures come as deliveries (`curate.partner` says what each offers).
PARTNERS: tuple[Partner, ...] = (
    foursquare_zip_cube,
    foursquare_county,
    linkedin_hiring,
    kinsa_illness,
    streeteasy_nta_weekly,
    streeteasy_price_index,
    cuebiq_weekly_cvi,
    cuebiq_daily_cvi,
    cuebiq_mobility,
    cuebiq_home_switchers,
    cuebiq_travelers,
    upsolve,
    oats,
    ioby,
    betanyc_directory,
    met_attendance,
)
SOURCES: tuple[Source, ...] = tuple(module.SOURCE for module in MODULES)
INDICATORS: dict[str, Indicator] = {
    indicator.id: indicator for source in SOURCES for indicator in source.indicators
}
