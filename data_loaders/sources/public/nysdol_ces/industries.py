"""Industries of the State's job counts: their codes, old and new, and the names readers see.

Sectors have the ids and names all sources share. In March 2023 the State went over to the
classification of 2022: what kept its meaning under a new code ("Stores" became "Retailers") has
both codes here, so its id and its address stay.
"""

from __future__ import annotations

from dataclasses import dataclass

from data_loaders.sources.public.naics import INDUSTRY_OF_SECTOR, NAME_OF_SECTOR
from data_loaders.vocabulary import model
from data_loaders.vocabulary.model import ALL_INDUSTRIES

# A series code is two digits of the State's and six of the classification, filled with zeros.
STATES_DIGITS = 2
GOVERNMENT = "90"  # by who employs, so no industry of the classification


@dataclass(frozen=True, slots=True)
class Industry:
    """One series: its codes, newest first, how it is called here, and ids it had before."""

    codes: tuple[str, ...]
    id: str
    name: str
    formerly: tuple[str, ...] = ()

    @property
    def naics(self) -> str:
        """Its code in the classification of industries; empty where it is defined by none."""
        if self.id in INDUSTRY_OF_SECTOR:
            return INDUSTRY_OF_SECTOR[self.id].naics
        code = self.codes[0]
        return "" if code.startswith(GOVERNMENT) else code[STATES_DIGITS:].rstrip("0")

    def listed(self, *, is_group: bool = False) -> model.Industry:
        """The series as an industry of an indicator."""
        return model.Industry(self.id, self.name, is_group, self.naics, self.formerly)


def _sector(code: str, sector_id: str) -> Industry:
    return Industry((code,), sector_id, NAME_OF_SECTOR[sector_id])


# These add up to all jobs.
SECTORS = (
    Industry(("15000000",), "mining_construction", "Construction, mining and logging"),
    _sector("30000000", "manufacturing"),
    _sector("41000000", "wholesale"),
    _sector("42000000", "retail"),
    _sector("43220000", "utilities"),
    _sector("43400089", "transportation_warehousing"),
    _sector("50000000", "information"),
    _sector("55520000", "finance_insurance"),
    _sector("55530000", "real_estate"),
    _sector("60540000", "professional"),
    _sector("60550000", "management"),
    _sector("60560000", "administrative_support"),
    Industry(("65610000",), "educational_services", "Educational services"),
    _sector("65620000", "health_social"),
    _sector("70710000", "arts_entertainment"),
    _sector("70720000", "accommodation_food"),
    _sector("80000000", "other_services"),
    Industry(("90000000",), "government", "Government, with public schools and hospitals"),
)
GROUPS = (
    Industry(("05000000",), "private", "Group: all private employers"),
    Industry(("06000000",), "goods", "Group: makes goods"),
    Industry(("07000000",), "services", "Group: gives services"),
    Industry(("08000000",), "private_services", "Group: gives services, private"),
    Industry(("40000000",), "trade_transportation_utilities", "Group: trade, transport, utilities"),
    Industry(("43000000",), "transportation_utilities", "Group: transport and utilities"),
    Industry(("55000000",), "financial_activities", "Group: finance and real estate"),
    Industry(("60000000",), "business_services", "Group: professional and business services"),
    Industry(("65000000",), "education_health", "Group: education and health, private"),
    Industry(("70000000",), "leisure_hospitality", "Group: leisure and hospitality"),
)
ALL_JOBS = Industry(("00000000",), ALL_INDUSTRIES, "All industries")
BY_SECTOR = (ALL_JOBS, *SECTORS, *GROUPS)
DETAILED = (
    Industry(("20236000",), "construction_of_buildings", "Construction of buildings"),
    Industry(("20238000",), "specialty_trade_contractors", "Specialty trade contractors"),
    Industry(("20238200",), "building_equipment_contractors", "Building equipment contractors"),
    Industry(("20238300",), "building_finishing_contractors", "Building finishing contractors"),
    Industry(("31000000",), "durable_goods", "Durable goods"),
    Industry(("32000000",), "non_durable_goods", "Non-Durable goods"),
    Industry(("32315000",), "apparel_manufacturing", "Apparel manufacturing"),
    Industry(
        ("41423000",), "merchant_wholesalers_durable_goods", "Merchant wholesalers, durable goods"
    ),
    Industry(
        ("41424000",),
        "merchant_wholesalers_nondurable_goods",
        "Merchant wholesalers, nondurable goods",
    ),
    Industry(
        ("41424300",),
        "apparel_piece_goods_and_notions_merchant_wholesalers",
        "Apparel, piece goods and notions merchant wholesalers",
    ),
    Industry(
        ("41424400",),
        "grocery_and_related_product_merchant_wholesalers",
        "Grocery and related product merchant wholesalers",
    ),
    Industry(("42445000",), "food_and_beverage_retailers", "Food and beverage retailers"),
    Industry(
        ("42445100",), "grocery_and_convenience_retailers", "Grocery and convenience retailers"
    ),
    Industry(
        ("42449000",),
        "furniture_home_furnishings_electronics_and_appliance",
        "Furniture, home furnishings, electronics and appliance retailers",
    ),
    Industry(
        ("42455000", "42452000"),
        "general_merchandise_retailers",
        "General merchandise retailers",
        formerly=("general_merchandise_stores",),
    ),
    Industry(("42455100", "42452200"), "department_stores", "Department stores"),
    Industry(
        ("42456000", "42446000"),
        "health_and_personal_care_retailers",
        "Health and personal care retailers",
        formerly=("health_and_personal_care_stores",),
    ),
    Industry(
        ("42458000", "42448000"),
        "clothing_clothing_accessories_shoe_and_jewelry_retailers",
        "Clothing, clothing accessories, shoe and jewelry retailers",
        formerly=("clothing_and_clothing_accessories_stores",),
    ),
    Industry(
        ("42458100",),
        "clothing_and_clothing_accessories_retailers",
        "Clothing and clothing accessories retailers",
    ),
    Industry(
        ("42459000",),
        "sporting_goods_hobby_musical_instrument_book_and",
        "Sporting goods, hobby, musical instrument, book and miscellaneous retailers",
    ),
    Industry(("43481000",), "air_transportation", "Air transportation"),
    Industry(
        ("43485000",),
        "transit_and_ground_passenger_transportation",
        "Transit and ground passenger transportation",
    ),
    Industry(
        ("43488000",),
        "support_activities_for_transportation",
        "Support activities for transportation",
    ),
    Industry(
        ("43488100",),
        "support_activities_for_air_transportation",
        "Support activities for air transportation",
    ),
    Industry(("43492000",), "couriers_and_messengers", "Couriers and messengers"),
    Industry(
        ("50512000",),
        "motion_picture_and_sound_recording_industries",
        "Motion picture and sound recording industries",
    ),
    Industry(("50513000",), "publishing_industries", "Publishing industries"),
    Industry(
        ("50516000",), "broadcasting_and_content_providers", "Broadcasting and content providers"
    ),
    Industry(
        ("50516100",),
        "radio_and_television_broadcasting_stations",
        "Radio and television broadcasting stations",
    ),
    Industry(
        ("50516200",),
        "media_streaming_social_networks",
        "Media streaming, social networks and other content providers",
    ),
    Industry(("50517000",), "telecommunications", "Telecommunications"),
    Industry(
        ("55522000",),
        "credit_intermediation_and_related_activities",
        "Credit intermediation and related activities",
    ),
    Industry(("55522100",), "depository_credit_intermediation", "Depository credit intermediation"),
    Industry(("55522110",), "commercial_banking", "Commercial banking"),
    Industry(
        ("55522200",), "nondepository_credit_intermediation", "Nondepository credit intermediation"
    ),
    Industry(
        ("55523000",),
        "financial_investments_and_related_activities",
        "Financial investments and related activities",
    ),
    Industry(
        ("55523100",),
        "securities_and_commodity_contracts_intermediation_and",
        "Securities and commodity contracts intermediation and brokerage",
    ),
    Industry(
        ("55523150",),
        "investment_banking_and_securities_intermediation",
        "Investment banking and securities intermediation",
    ),
    Industry(
        ("55524000",),
        "insurance_carriers_and_related_activities",
        "Insurance carriers and related activities",
    ),
    Industry(("55524100",), "insurance_carriers", "Insurance carriers"),
    Industry(
        ("55524200",),
        "agencies_brokerages_and_other_insurance_related_activities",
        "Agencies, brokerages and other insurance related activities",
    ),
    # "real_estate" is the sector, with rental and leasing.
    Industry(
        ("55531000",),
        "real_estate_business",
        "Real estate, without rental and leasing of goods",
        formerly=("real_estate",),
    ),
    Industry(("55531100",), "lessors_of_real_estate", "Lessors of real estate"),
    Industry(("60541100",), "legal_services", "Legal services"),
    Industry(
        ("60541200",),
        "accounting_tax_preparation_bookkeeping_and_payroll_services",
        "Accounting, tax preparation, bookkeeping and payroll services",
    ),
    Industry(
        ("60541300",),
        "architectural_engineering_and_related_services",
        "Architectural, engineering and related services",
    ),
    Industry(
        ("60541500",),
        "computer_systems_design_and_related_services",
        "Computer systems design and related services",
    ),
    Industry(
        ("60541600",),
        "management_scientific_and_technical_consulting_services",
        "Management, scientific and technical consulting services",
    ),
    Industry(
        ("60541700",),
        "scientific_research_and_development_services",
        "Scientific research and development services",
    ),
    Industry(
        ("60541800",),
        "advertising_public_relations_and_related_services",
        "Advertising, public relations and related services",
    ),
    Industry(
        ("60561000",), "administrative_and_support_services", "Administrative and support services"
    ),
    Industry(("60561300",), "employment_services", "Employment services"),
    Industry(("60561400",), "business_support_services", "Business support services"),
    Industry(
        ("60561600",), "investigation_and_security_services", "Investigation and security services"
    ),
    Industry(
        ("60561700",), "services_to_buildings_and_dwellings", "Services to buildings and dwellings"
    ),
    Industry(
        ("65611100",),
        "private_elementary_and_secondary_schools",
        "Private elementary and secondary schools",
    ),
    Industry(
        ("65611300",),
        "private_colleges_universities_and_professional_schools",
        "Private colleges, universities and professional schools",
    ),
    Industry(("65621000",), "ambulatory_health_care_services", "Ambulatory health care services"),
    Industry(("65621100",), "offices_of_physicians", "Offices of physicians"),
    Industry(("65621400",), "outpatient_care_centers", "Outpatient care centers"),
    Industry(("65621600",), "home_health_care_services", "Home health care services"),
    Industry(("65622000",), "hospitals", "Hospitals"),
    Industry(
        ("65622100",),
        "general_medical_and_surgical_hospitals",
        "General medical and surgical hospitals",
    ),
    Industry(("65622300",), "specialty_hospitals", "Specialty hospitals, without psychiatric"),
    Industry(
        ("65623000",),
        "nursing_and_residential_care_facilities",
        "Nursing and residential care facilities",
    ),
    Industry(
        ("65623100",),
        "nursing_care_facilities_skilled_nursing_facilities",
        "Nursing care facilities (skilled nursing facilities)",
    ),
    Industry(
        ("65623200",),
        "residential_disability_mental_health",
        "Homes for disability, mental health and substance abuse",
    ),
    Industry(
        ("65623900",), "other_residential_care_facilities", "Other residential care facilities"
    ),
    Industry(("65624000",), "social_assistance", "Social assistance"),
    Industry(("65624100",), "individual_and_family_services", "Individual and family services"),
    Industry(
        ("65624200",),
        "community_food_housing_relief",
        "Community food, housing and emergency relief",
    ),
    Industry(
        ("65624300",), "vocational_rehabilitation_services", "Vocational rehabilitation services"
    ),
    Industry(("65624400",), "child_care_services", "Child care services"),
    Industry(
        ("70711000",),
        "performing_arts_spectator_sports_and_related_industries",
        "Performing arts, spectator sports and related industries",
    ),
    Industry(
        ("70711300",),
        "promoters_of_performing_arts_sports_and_similar_events",
        "Promoters of performing arts, sports and similar events",
    ),
    Industry(
        ("70712000",),
        "museums_historical_sites_and_similar_institutions",
        "Museums, historical sites and similar institutions",
    ),
    Industry(
        ("70713000",),
        "amusement_gambling_and_recreation_industries",
        "Amusement, gambling and recreation industries",
    ),
    Industry(
        ("70713900",),
        "other_amusement_and_recreation_industries",
        "Other amusement and recreation industries",
    ),
    Industry(("70721000",), "accommodation", "Accommodation"),
    Industry(("70721100",), "traveler_accommodation", "Traveler accommodation"),
    Industry(
        ("70722000",), "food_services_and_drinking_places", "Food services and drinking places"
    ),
    Industry(
        ("70722500",), "restaurants_and_other_eating_places", "Restaurants and other eating places"
    ),
    Industry(("70722511",), "full_service_restaurants", "Full-Service restaurants"),
    Industry(
        ("70722590",),
        "limited_service_restaurants_and_other_eating_places",
        "Limited-Service restaurants and other eating places",
    ),
    Industry(("80812000",), "personal_and_laundry_services", "Personal and laundry services"),
    Industry(
        ("80813000",),
        "religious_grantmaking_civic_professional_and_similar",
        "Religious, grantmaking, civic, professional and similar organizations",
    ),
    Industry(("90910000",), "federal_government", "Federal government"),
    Industry(("90919120",), "u_s_postal_service", "U.S. Postal Service"),
    Industry(("90920000",), "state_government", "State government"),
    Industry(
        ("90921611",),
        "state_government_educational_services",
        "State government educational services",
    ),
    Industry(("90922622",), "state_government_hospitals", "State government hospitals"),
    Industry(("90930000",), "local_government", "Local government"),
    Industry(
        ("90936111",),
        "local_government_elementary_and_secondary_education",
        "Local government elementary and secondary education",
    ),
)
# Codes of the classification before 2022 whose industries were cut up or merged.
RETIRED = frozenset(
    {
        "42442000",
        "42448100",
        "42451000",
        "42453000",
        "50511000",
        "50515000",
        "50515100",
        "50515200",
        "55523110",
        "55523120",
    }
)
