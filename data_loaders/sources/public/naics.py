"""Industries as the North American classification (NAICS) has them: one id and name a sector.

All sources that split figures by NAICS sector use these ids, so that claims, jobs and wages of
one industry can be set side by side.
"""

from __future__ import annotations

from dataclasses import dataclass

from data_loaders.vocabulary.model import ALL_INDUSTRIES, Industry


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector: its codes as publishers write them, the id and the name readers see."""

    codes: tuple[str, ...]
    id: str
    name: str

    @property
    def industry(self) -> Industry:
        """The sector as an industry of an indicator; what has no industry has no code."""
        return Industry(self.id, self.name, naics="" if self.codes == ("99",) else self.codes[0])


SECTORS = (
    Sector(("11",), "agriculture", "Agriculture and fishing"),
    Sector(("21",), "mining", "Mining"),
    Sector(("22",), "utilities", "Utilities"),
    Sector(("23",), "construction", "Construction"),
    Sector(("31-33", "31"), "manufacturing", "Manufacturing"),
    Sector(("42",), "wholesale", "Wholesale trade"),
    Sector(("44-45", "44"), "retail", "Retail trade"),
    Sector(("48-49", "48"), "transportation_warehousing", "Transportation, warehousing"),
    Sector(("51",), "information", "Information"),
    Sector(("52",), "finance_insurance", "Finance and insurance"),
    Sector(("53",), "real_estate", "Real estate, rental and leasing"),
    Sector(("54",), "professional", "Professional, scientific and technical services"),
    Sector(("55",), "management", "Management of companies"),
    Sector(("56",), "administrative_support", "Administrative and support"),
    Sector(("61",), "educational_services", "Educational services"),
    Sector(("62",), "health_social", "Health care and social assistance"),
    Sector(("71",), "arts_entertainment", "Arts and entertainment"),
    Sector(("72",), "accommodation_food", "Accommodation and food services"),
    Sector(("81",), "other_services", "Other services"),
    Sector(("99",), "unclassified", "Unclassified (industry not known)"),
)
SECTOR_OF_CODE = {code: sector for sector in SECTORS for code in sector.codes}
INDUSTRY_OF_SECTOR = {sector.id: sector.industry for sector in SECTORS}
EVERY_SECTOR = tuple(INDUSTRY_OF_SECTOR.values())
WITH_ALL = (Industry(ALL_INDUSTRIES, "All industries"), *EVERY_SECTOR)
NAME_OF_SECTOR = {sector.id: sector.name for sector in SECTORS}
