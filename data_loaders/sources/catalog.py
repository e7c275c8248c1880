"""Every source in reading order, and every indicator by id. Curation only: it imports readers.

A reader module has `SOURCE` and either `read(folder)` (observations of the files in a feed's
folder) or `derive(observations)` (observations computed from those of other sources). It may have
`extend(own, others)`: its observations, gone on with those of sources named in `continued_with`.
"""

from __future__ import annotations

from types import ModuleType

from data_loaders.sources.computed import housing_changes
from data_loaders.sources.computed.gaps import source as gaps
from data_loaders.sources.computed.recovery_index import source as recovery_index
from data_loaders.sources.contracts import Partner
from data_loaders.sources.partners import (
    cuebiq_home_switchers,
    cuebiq_travelers,
    cuebiq_weekly_cvi,
    mastercard_spending,
    met_attendance,
    streeteasy_price_index,
    usl_parks,
)
from data_loaders.sources.partners.betanyc_directory import source as betanyc_directory
from data_loaders.sources.partners.cuebiq_daily_cvi import source as cuebiq_daily_cvi
from data_loaders.sources.partners.cuebiq_mobility import source as cuebiq_mobility
from data_loaders.sources.partners.foursquare_county import source as foursquare_county
from data_loaders.sources.partners.foursquare_zip_cube import source as foursquare_zip_cube
from data_loaders.sources.partners.ioby import source as ioby
from data_loaders.sources.partners.kinsa_illness import source as kinsa_illness
from data_loaders.sources.partners.linkedin_hiring import source as linkedin_hiring
from data_loaders.sources.partners.oats import source as oats
from data_loaders.sources.partners.streeteasy_nta_weekly import source as streeteasy_nta_weekly
from data_loaders.sources.partners.upsolve import source as upsolve
from data_loaders.sources.public import (
    bls_laus,
    census_cbp,
    dhs_shelter,
    dot_pedestrians,
    foursquare_visitdata,
    indeed_hiring_lab,
    nycdoe_attendance,
    nysdol_laus_adjusted,
    opentable,
    times_square_alliance,
    tlc_trips,
)
from data_loaders.sources.public.betanyc_open_maps import source as betanyc_open_maps
from data_loaders.sources.public.bls_qcew import source as bls_qcew
from data_loaders.sources.public.hra_benefits import source as hra_benefits
from data_loaders.sources.public.mta_ridership import source as mta_ridership
from data_loaders.sources.public.mta_subway_stations import source as mta_subway_stations
from data_loaders.sources.public.nychealth_coronavirus import source as nychealth_coronavirus
from data_loaders.sources.public.nychealth_covid_vaccine import source as nychealth_covid_vaccine
from data_loaders.sources.public.nychealth_ehdp import source as nychealth_ehdp
from data_loaders.sources.public.nychealth_immunization import source as nychealth_immunization
from data_loaders.sources.public.nychealth_respiratory import source as nychealth_respiratory
from data_loaders.sources.public.nypd_historical_crime import source as nypd_historical_crime
from data_loaders.sources.public.nysdol_ces import source as nysdol_ces
from data_loaders.sources.public.nysdol_laus import source as nysdol_laus
from data_loaders.sources.public.nysdol_qcew import source as nysdol_qcew
from data_loaders.sources.public.nysdol_ui_claims import source as nysdol_ui_claims
from data_loaders.sources.public.oca_evictions import source as oca_evictions
from data_loaders.sources.public.opportunity_insights import source as opportunity_insights
from data_loaders.sources.public.streeteasy_dashboard import source as streeteasy_dashboard
from data_loaders.sources.public.streeteasy_weekly import source as streeteasy_weekly
from data_loaders.vocabulary.model import Indicator, Source

MODULES: tuple[ModuleType, ...] = (
    nychealth_coronavirus,
    nychealth_immunization,
    nychealth_respiratory,
    nychealth_covid_vaccine,
    nychealth_ehdp,
    nycdoe_attendance,
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
# Formats that can be checked, curated and previewed, and that the demonstration has no figures of.
NOT_DEMONSTRATED: tuple[Partner, ...] = (mastercard_spending, usl_parks)
EVERY_PARTNER: tuple[Partner, ...] = (*PARTNERS, *NOT_DEMONSTRATED)
SOURCES: tuple[Source, ...] = tuple(module.SOURCE for module in MODULES)
INDICATORS: dict[str, Indicator] = {
    indicator.id: indicator for source in SOURCES for indicator in source.indicators
}
