"""The publisher's labels in the State's claims workbook, and the ids and names we give them."""

from __future__ import annotations

from data_loaders.sources.public.naics import INDUSTRY_OF_SECTOR
from data_loaders.vocabulary.model import Industry

# The publisher's label of each industry. All but two are sectors of the classification.
LABELS = {
    "Accommodation & Food Services": INDUSTRY_OF_SECTOR["accommodation_food"],
    "Administrative & Support Services": INDUSTRY_OF_SECTOR["administrative_support"],
    "Agriculture, Forestry, Fishing & Hunting": INDUSTRY_OF_SECTOR["agriculture"],
    "Arts, Entertainment & Recreation": INDUSTRY_OF_SECTOR["arts_entertainment"],
    "Construction & Utilities": Industry(
        "construction_utilities", "Construction and utilities", naics="22-23"
    ),
    "Educational Services": INDUSTRY_OF_SECTOR["educational_services"],
    "Finance & Insurance": INDUSTRY_OF_SECTOR["finance_insurance"],
    "Healthcare & Social Assistance": INDUSTRY_OF_SECTOR["health_social"],
    "Information": INDUSTRY_OF_SECTOR["information"],
    "Management of Companies & Enterprises": INDUSTRY_OF_SECTOR["management"],
    "Manufacturing": INDUSTRY_OF_SECTOR["manufacturing"],
    "Mining": INDUSTRY_OF_SECTOR["mining"],
    "Other Services": INDUSTRY_OF_SECTOR["other_services"],
    "Professional, Scientific & Technical Services": INDUSTRY_OF_SECTOR["professional"],
    "Public Administration (Including Government)": Industry(
        "public_administration", "Public administration", naics="92"
    ),
    "Real Estate & Rental & Leasing": INDUSTRY_OF_SECTOR["real_estate"],
    "Retail Trade": INDUSTRY_OF_SECTOR["retail"],
    "Transportation & Warehousing": INDUSTRY_OF_SECTOR["transportation_warehousing"],
    "Unclassified": INDUSTRY_OF_SECTOR["unclassified"],
    "Wholesale Trade": INDUSTRY_OF_SECTOR["wholesale"],
}
INDUSTRY_OF_LABEL = {label: industry.id for label, industry in LABELS.items()}

GENDERS = {
    "Female": ("ui_claims_female", "women"),
    "Male": ("ui_claims_male", "men"),
    "Unknown": ("ui_claims_gender_unknown", "people of unknown gender"),
}
OCCUPATIONS = {
    "architecture_engineering": "Architecture & Engineering",
    "arts_media": "Arts, Design, Entertainment, Sports & Media",
    "building_cleaning": "Building & Grounds Cleaning & Maintenance",
    "business_finance": "Business & Financial Operations",
    "community_social": "Community & Social Service",
    "computer_math": "Computer & Mathematical",
    "construction": "Construction & Extraction",
    "education_library": "Education, Training & Library",
    "farming": "Farming, Fishing & Forestry",
    "food": "Food Preparation & Serving Related",
    "health_practitioners": "Healthcare Practitioners & Technical",
    "health_support": "Healthcare Support",
    "installation_repair": "Installation, Maintenance & Repair",
    "legal": "Legal",
    "science": "Life, Physical & Social Science",
    "management": "Management",
    "military": "Military Specific",
    "unknown": "Not Available",
    "office": "Office & Administrative Support",
    "personal_care": "Personal Care & Service",
    "production": "Production",
    "protective": "Protective Service",
    "sales": "Sales & Related",
    "transportation": "Transportation & Material Moving",
}
INDICATOR_OF_OCCUPATION = {
    label: f"ui_claims_occupation_{occupation_id}" for occupation_id, label in OCCUPATIONS.items()
}

PROGRAMS = {
    "Regular UI": ("ui_beneficiaries", "regular unemployment insurance"),
    "Pandemic Unemployment Assistance": (
        "ui_beneficiaries_pua",
        "Pandemic Unemployment Assistance",
    ),
    "Pandemic Emergency Unemployment Compensation": (
        "ui_beneficiaries_peuc",
        "Pandemic Emergency Unemployment Compensation",
    ),
}
PROGRAM_TEXT = {
    "ui_beneficiaries": "Regular unemployment insurance pays for up to 26 weeks.",
    "ui_beneficiaries_pua": (
        "Pandemic Unemployment Assistance paid people not usually eligible, such as the "
        "self-employed. It was created in March 2020 and expired on September 5, 2021."
    ),
    "ui_beneficiaries_peuc": (
        "Pandemic Emergency Unemployment Compensation paid for up to 53 more weeks after regular "
        "benefits ran out. It was created in March 2020 and expired on September 5, 2021."
    ),
}
