"""The words of Foursquare's files: groups of venues, ages, parts of the day, names of boroughs."""

from __future__ import annotations

from data_loaders.vocabulary.model import ALL_INDUSTRIES

STATE = "New York"
BOROUGH_OF_COUNTY = {
    "Bronx County": "BX",
    "Brooklyn": "BK",
    "New York": "MN",
    "Queens": "QN",
    "Staten Island": "SI",
}
GROUP = "Group"  # stands in the place of a category's id where a row is of a whole group
ALL = "All"
AGES = (ALL, "Below65", "Above65")
# fmt: off
PARTS_OF_THE_DAY = (
    "Morning", "Late Morning", "Early Afternoon", "Late Afternoon",
    "Evening", "Late Evening", "Night", "Late Night",
)
# The groups that hold others: every venue is in one of them, or in one of the whole below.
ADDED_UP = (
    "Food", "Shops & Services", "Outdoors & Recreation", "Professional & Other Places",
    "Travel & Transport",
)
KINDS = (
    "Airport", "Alcohol", "Arts & Entertainment", "Banks", "Beach", "Big Box Stores", "Bus",
    "Colleges & Universities", "Convenience Store", "Discount Stores", "Drug Store",
    "Fast Food Restaurants", "Fitness Center", "Gas Stations", "Government", "Grocery",
    "Hardware Stores", "Hotel", "Medical", "Metro Stations", "Nightlife Spots", "Office",
    "Residences", "School", "Sports",
)
# The first level of Foursquare's venue types but homes: they share no venue, so they add up.
SMALLER = ("Arts & Entertainment", "Colleges & Universities", "Nightlife Spots")
WHOLE = (*ADDED_UP, *SMALLER)
PUBLISHED = (
    *WHOLE, "Banks", "Big Box Stores", "Convenience Store", "Drug Store", "Fast Food Restaurants",
    "Fitness Center", "Grocery", "Hotel", "Medical", "Metro Stations", "Office", "School",
)
# fmt: on
# Never read: homes are no venues, and the others are in too few places for a ZIP area's figure.
LEFT_OUT = tuple(name for name in KINDS if name not in PUBLISHED)
INDUSTRY_OF_GROUP = {
    name: name.lower().replace(" & ", "-").replace(" ", "-") for name in (*ADDED_UP, *KINDS)
}
WHOLE_IDS = tuple(INDUSTRY_OF_GROUP[name] for name in WHOLE)
PUBLISHED_IDS = tuple(INDUSTRY_OF_GROUP[name] for name in PUBLISHED)
SUM_OF_GROUPS = (
    f"All venues are the sum of {len(WHOLE)} groups that share none. "
    f"These hold smaller ones: {', '.join(ADDED_UP)}. "
    f"These do not: {', '.join(SMALLER)}. All further groups are parts of these."
)
INDUSTRIES = (
    (ALL_INDUSTRIES, "All venues"),
    *(
        (INDUSTRY_OF_GROUP[name], f"Group: {name}" if name in ADDED_UP else name)
        for name in PUBLISHED
    ),
)
