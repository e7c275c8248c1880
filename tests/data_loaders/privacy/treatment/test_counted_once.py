"""A count is of contributors: what one of them may hold several of is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.treatment import counted_once
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


WORDS = (
    "{} counts more than its contributors, so that one may hold several of it; count each "
    "contributor once, or name what it is a part of in the policy's `sums` or `at_most`, and let "
    "it rest on the others of that"
)


def told(counted: pd.DataFrame, policy: Policy) -> str:
    """What is said of a table; nothing where it passes."""
    try:
        counted_once.require_counted_once(counted, policy, [made.CLIENTS, SOME, made.DONATIONS])
    except TreatmentError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("value", "contributors", "is_told"),
    [(40, 40, False), (41, 40, True), (39, 40, False), (40, np.nan, False)],
)
def test_a_count_is_at_most_its_contributors(
    value: float, contributors: float, is_told: bool
) -> None:
    """An unknown number is for the primary rules, which withhold what rests on it."""
    table = made.counted({"BX01": (1, 90)})
    few = table["value"].eq(1)
    table["value"] = table["value"].mask(few, value)
    table["contributors"] = table["contributors"].mask(few, contributors)
    assert told(table, made.PEOPLE) == (WORDS.format("clients") if is_told else "")


def test_all_counts_are_named_in_order_and_no_amount() -> None:
    table = parts(20.0)
    table["contributors"] = 20.0
    money = table.assign(indicator_id="donations")
    both = pd.concat([table.iloc[::-1], money])
    assert told(both, made.PEOPLE) == WORDS.format("clients, some")
    assert told(money, made.PEOPLE) == ""


def test_those_who_attest_a_minimum_are_not_counted() -> None:
    attested = replace(made.PEOPLE, contributors=Contributors.ATTESTED)
    assert told(parts(20.0), attested) == ""


def test_of_two_wholes_the_one_with_fewer_others_counts() -> None:
    table = parts(80.0)
    more = table[table["indicator_id"].eq("clients")].assign(indicator_id="people", value=130.0)
    some = table[table["indicator_id"].eq("some")]
    whole = pd.concat([table, more])
    both = replace(made.PEOPLE, at_most=(AtMost("some", "people"), AtMost("some", "clients")))
    one = replace(made.PEOPLE, sums=(Sum("people", ("rest", "some")),))
    none = replace(made.PEOPLE, at_most=(AtMost("some", "nobody"),))
    for policy, others in ((both, 20.0), (one, 50.0), (none, np.inf), (made.PEOPLE, np.inf)):
        assert set(counted_once._others(some, whole, policy)) == {others}
    # A whole whose figure is not known leaves the other one to count.
    unknown = pd.concat([table, more.assign(value=np.nan)])
    assert set(counted_once._others(some, unknown, both)) == {20.0}
