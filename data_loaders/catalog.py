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
    bls_qcew,
    census_cbp,
    cuebiq_daily_cvi,
    cuebiq_home_switchers,
    cuebiq_mobility,
    cuebiq_travelers,
    cuebiq_weekly_cvi,
    dhs_shelter,
    dot_pedestrians,
    foursquare_county,
    foursquare_visitdata,
    foursquare_zip_cube,
    gaps,
    housing_changes,
    hra_benefits,
    indeed_hiring_lab,
    ioby,
    kinsa_illness,
    linkedin_hiring,
    met_attendance,
    mta_ridership,
    mta_subway_stations,
    nychealth_coronavirus,
    nychealth_covid_vaccine,
    nychealth_ehdp,
    nychealth_immunization,
    nychealth_respiratory,
    nypd_historical_crime,
    nysdol_ces,
    nysdol_laus,
    nysdol_laus_adjusted,
    nysdol_qcew,
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
    tlc_trips,
    upsolve,
)

MODULES: tuple[ModuleType, ...] = (
    nychealth_coronavirus,
    nychealth_immunization,
    nychealth_respiratory,
    nychealth_covid_vaccine,
    nychealth_ehdp,
    nysdol_ui_claims,
    nysdol_ces,
    nysdol_qcew,
    nysdol_laus,
    bls_qcew,
    census_cbp,
    nysdol_laus_adjusted,
    bls_laus,
    indeed_hiring_lab,
    opportunity_insights,
    hra_benefits,
    streeteasy_dashboard,
    streeteasy_weekly,
    oca_evictions,
    dhs_shelter,
    mta_ridership,
    mta_subway_stations,
    tlc_trips,
    opentable,
    betanyc_open_maps,
    times_square_alliance,
    dot_pedestrians,
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
