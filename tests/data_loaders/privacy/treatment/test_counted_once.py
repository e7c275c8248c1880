"""A count is of contributors: what one of them may hold several of is refused."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.policy import (
    AtMost,
    Contributors,
    Policy,
    Secondary,
    SecondaryMethod,
    Sum,
)
from tests.support.privacy import made

LINKED = Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=3)
SOME = replace(made.CLIENTS, id="some")


def parts(contributors: float) -> pd.DataFrame:
    """Areas with 100 people of each kind, and 80 of them in a part that rests on so many."""
    whole = made.counted({area: (100, 100) for area in made.AREAS})
    part = whole.assign(indicator_id=SOME.id, value=80.0, contributors=contributors)
    return pd.concat([whole, part], ignore_index=True)


@pytest.mark.parametrize("contributors", [Contributors.COUNTED, Contributors.BOUNDED])
def test_hours_given_as_a_count_of_people_are_refused(contributors: Contributors) -> None:
    """Forty people gave a hundred hours each quarter: twelve hours more may be of one."""
    hours = made.counted({area: (100, 150) for area in made.AREAS})
    policy = replace(made.PEOPLE, contributors=contributors)
    with pytest.raises(TreatmentError, match="clients counts more than its contributors"):
        treat(hours.assign(contributors=40.0), policy, [made.CLIENTS], None, made.BOROUGHS)


@pytest.mark.parametrize(
    ("policy", "contributors", "is_refused"),
    [
        (made.PEOPLE, 20.0, True),  # a part of nothing
        (replace(made.PEOPLE, at_most=(AtMost("some", "clients"),)), 20.0, False),
        (replace(made.PEOPLE, at_most=(AtMost("some", "clients"),)), 19.0, True),
        (replace(made.PEOPLE, sums=(Sum("clients", ("some", "rest")),)), 20.0, False),
        (replace(made.PEOPLE, at_most=(AtMost("some", "people"),)), 20.0, True),  # it has no rows
        (made.PEOPLE, 80.0, False),
    ],
)
def test_a_part_may_rest_on_the_others_of_the_whole_that_the_policy_names(
    policy: Policy, contributors: float, is_refused: bool
) -> None:
    """Eighty of a hundred rest on twenty: the number tells about the few who are not in it."""
    kinds = [made.CLIENTS, SOME, *(replace(made.CLIENTS, id=name) for name in ("rest", "people"))]
    chosen = replace(policy, secondary=LINKED)
    if is_refused:
        with pytest.raises(TreatmentError, match="some counts more than its contributors"):
            treat(parts(contributors), chosen, kinds, None, made.BOROUGHS)
    else:
        treat(parts(contributors), chosen, kinds, None, made.BOROUGHS)
