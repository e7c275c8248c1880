from __future__ import annotations

from data_loaders.curate.geography.unallocated import NAME, with_unallocated
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.geography import UNALLOCATED
from data_loaders.vocabulary.model import Geography
from tests.support.tiny import observed

UNPLACED = """\
area_id,period_start,period_end,value,status
BX,2021-01-01,2021-01-31,10,normal
unallocated,2021-01-01,2021-01-31,2,normal
"""


def test_what_lies_in_no_area_has_a_name_where_it_occurs_and_nowhere_else() -> None:
    known = geography.areas()
    found = with_unallocated(known, [observed(UNPLACED, "filings")])
    extra = [area for area in found[Geography.BOROUGH] if area not in known[Geography.BOROUGH]]
    assert [(area.id, area.name, area.borough_id) for area in extra] == [(UNALLOCATED, NAME, None)]
    assert found[Geography.MODZCTA] == known[Geography.MODZCTA]
