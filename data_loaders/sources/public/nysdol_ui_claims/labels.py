"""The publisher's labels in the State's claims workbook, and the ids and names we give them."""

from __future__ import annotations

INDUSTRIES = {
    "accommodation_food": ("Accommodation & Food Services", "Accommodation and food services"),
    "administrative_support": ("Administrative & Support Services", "Administrative and support"),
    "agriculture": ("Agriculture, Forestry, Fishing & Hunting", "Agriculture and fishing"),
    "arts_entertainment": ("Arts, Entertainment & Recreation", "Arts and entertainment"),
    "construction_utilities": ("Construction & Utilities", "Construction and utilities"),
    "educational_services": ("Educational Services", "Educational services"),
    "finance_insurance": ("Finance & Insurance", "Finance and insurance"),
    "health_social": ("Healthcare & Social Assistance", "Health care and social assistance"),
    "information": ("Information", "Information"),
    "management": ("Management of Companies & Enterprises", "Management of companies"),
    "manufacturing": ("Manufacturing", "Manufacturing"),
    "mining": ("Mining", "Mining"),
    "other_services": ("Other Services", "Other services"),
    "professional": (
        "Professional, Scientific & Technical Services",
        "Professional, scientific and technical services",
    ),
    "public_administration": (
        "Public Administration (Including Government)",
        "Public administration",
    ),
    "real_estate": ("Real Estate & Rental & Leasing", "Real estate, rental and leasing"),
    "retail": ("Retail Trade", "Retail trade"),
    "transportation_warehousing": ("Transportation & Warehousing", "Transportation, warehousing"),
    "unclassified": ("Unclassified", "Unclassified (industry not known)"),
    "wholesale": ("Wholesale Trade", "Wholesale trade"),
}
INDUSTRY_OF_LABEL = {label: industry_id for industry_id, (label, _) in INDUSTRIES.items()}

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
