"""What treatment refuses, and what it says then: what is wrong, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.tables import network
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.network import TOP, TableError
from data_loaders.privacy.treatment import noise, noised, primary, suppress, treat
from data_loaders.privacy.treatment.moves import NO_LIMIT, Move, Room
from data_loaders.privacy.treatment.suppress import Demand
from data_loaders.vocabulary.model import Frequency, Indicator, Measure
from data_loaders.vocabulary.policy import (
    KEPT_PRIVATE,
    Base,
    Grid,
    Policy,
    Primary,
    Treatment,
)
from tests.support.privacy import made

WEEKLY = replace(made.CLIENTS, id="by_week", frequency=Frequency.WEEK)
DAILY = replace(made.CLIENTS, id="by_day", frequency=Frequency.DAY)
QUARTERLY = Grid(("nta2010", "city"), "quarter")
PUBLISHER = replace(made.PEOPLE, treatment=Treatment.PUBLISHER, publisher_rule="theirs")
NO_RULES = replace(PUBLISHER, primary=None)
FEW_TABLES = network.build([TOP], 1)


def own_rules(policy: Policy, *indicators: Indicator) -> None:
    treat._require_own_rules(policy, indicators or (made.CLIENTS,))


def fine(small: list[bool], geography: str) -> None:
    treat._require_fine_enough(
        pd.DataFrame({"geography": [geography] * len(small)}), np.array(small)
    )


def mixed(small: list[bool]) -> None:
    """Two margins, which do not count, and eight areas."""
    areas = pd.DataFrame({"geography": ["city", "borough", *["nta2010"] * 8]})
    treat._require_fine_enough(areas, np.array(small))


def remainders(*values: float, least: int = 10) -> None:
    rows = made.counted({"BX01": tuple(range(len(values)))})[: len(values)]
    cells = rows.assign(area_id="unallocated", value=values)
    areas = rows.assign(value=0.0)
    both = pd.concat([cells, areas], ignore_index=True)
    treat._require_full_remainders(both, replace(made.PEOPLE, primary=Primary(least)))


def two_remainders() -> None:
    one = made.counted({"BX01": (0, 0, 5, 4)}).assign(area_id="unallocated")
    both = pd.concat([one, one.assign(indicator_id="people")], ignore_index=True)
    treat._require_full_remainders(both, made.PEOPLE)


def unnamed_parts() -> None:
    """All the men but three are clients, and no link says that they are among them."""
    rows = made.counted({name: (40, 30) for name in made.AREAS})
    treat._require_named_parts(
        pd.concat([rows, rows.assign(indicator_id="men", value=rows["value"] - 3)]),
        made.PEOPLE,
        (made.CLIENTS, replace(made.CLIENTS, id="men")),
    )


def unprotectable(rise: float) -> None:
    asked = Demand(np.zeros(2), np.array([rise, 0.0]))
    only = np.array([True, False])
    suppress.suppress(FEW_TABLES, np.array([40.0, 40.0]), only, asked)


def shown_zero() -> None:
    asked = Demand(np.zeros(2), np.zeros(2))
    suppress.suppress(FEW_TABLES, np.zeros(2), np.array([True, False]), asked)


def too_large() -> None:
    room = Room(FEW_TABLES, FEW_TABLES.on_arcs(np.array([4.0, 4.0])), 1)
    room.possible(Move(0, NO_LIMIT + 1, rise=True), np.ones(len(FEW_TABLES.cells), dtype=bool))


def too_many_cells_per_record() -> None:
    kept = pd.DataFrame({"value": [1.0, 2.0, 5.0]})
    noise.require_influence(lambda one: one, lambda table: table, kept, made.NOISE)


def noisy_counts(*indicators: Indicator) -> None:
    noised._require_counts(made.counted(), indicators, QUARTERLY)


def unchanged_draws(changed: int, of: int = 1000, scale: float = 2.0) -> None:
    counts = np.zeros(of)
    noise.require_noise(counts, counts + (np.arange(of) < changed), scale)


def told_before() -> None:
    noised._published_before([made.counted().assign(reason="")])


def more_areas() -> None:
    both = pd.concat([made.counted(), made.counted(start="2020-07-01")[1:]])
    noised._require_same_cells(both)


def refused(call: Callable[[], object]) -> str:
    with pytest.raises((TreatmentError, TableError, ValueError)) as error:
        call()
    return str(error.value)


REFUSALS: list[tuple[Callable[[], object], str]] = [
    (lambda: own_rules(PUBLISHER), "only a source with treatment `ours` is treated"),
    (
        lambda: own_rules(replace(made.PEOPLE, primary=Primary(10, p_percent=KEPT_PRIVATE))),
        "p % is that of a published catalog; treat with the source's policy",
    ),
    (
        lambda: own_rules(made.PEOPLE, made.CLIENTS, made.VISITS, made.SHARE),
        "share, visits stand beside counts of this source, and no link says which of them they "
        "rest on; name it in the policy's `bases` or `ratios`, or they would be shown where it is "
        "hidden",
    ),
    (
        lambda: treat._require_one_frequency((made.CLIENTS, WEEKLY, DAILY), QUARTERLY),
        "the grid is by quarter and indicators come by day, week too; two period lengths of one "
        "source give withheld cells away",
    ),
    (
        lambda: treat._require_grid(made.counted(), Grid(("borough", "city"), "quarter")),
        "counted by ['nta2010'], outside the grid ('borough', 'city')",
    ),
    (
        lambda: mixed([False] * 2 + [True] * 5 + [False] * 3),
        "62% of the cells are too small to publish, more than 25%; use fewer areas or categories, "
        "or longer periods",
    ),
    (
        lambda: remainders(0, 0, 5, 4),
        "what lies in no area is often 0 in clients, so that a gap there says 1; name it in the "
        "policy's `remainder_left_out`",
    ),
    (
        unnamed_parts,
        "men of clients: never above it, and a few are left in some place; name one count in the "
        "policy's `at_most`, and several that add up, with what is left, in `sums`; or in `apart` "
        "where they are no part of it",
    ),
    (
        two_remainders,
        "what lies in no area is often 0 in clients, people, so that a gap there says 1; name it "
        "in the policy's `remainder_left_out`",
    ),
    (
        lambda: treat.prepared(
            made.counted(),
            replace(PUBLISHER, publication_grid=None),
            (made.CLIENTS,),
            made.BOROUGHS,
        ),
        "a source we treat needs one `publication_grid`",
    ),
    (
        lambda: unprotectable(90.0),
        "the cell in row 0, column 0 cannot be protected in a table of 1 areas × 2 columns; use "
        "fewer areas or categories",
    ),
    (shown_zero, "a cell of value 0 was to be withheld; zeros are published"),
    (too_large, "values too large for whole-number flow; use a coarser unit"),
    (lambda: noise.drawn(np.array([1.5]), 1.0), "noise is for whole counts of records"),
    (lambda: noise.drawn(np.array([-1.0]), 1.0), "noise is for whole counts of records"),
    (lambda: noise.drawn(np.array([np.nan]), 1.0), "noise is for whole counts of records"),
    (
        too_many_cells_per_record,
        "a record adds 2 to counts and the policy's `cells_per_record` says 1; noise of that size "
        "would not protect it",
    ),
    (
        lambda: unchanged_draws(500),
        "500 of 1,000 counts are as they were, far more than noise of scale 2 leaves so; nothing "
        "is published",
    ),
    (
        lambda: noisy_counts(made.SHARE, made.CLIENTS, made.DONATIONS),
        "noise is for counts; donations, share are none: leave them out",
    ),
    (lambda: noisy_counts(WEEKLY, DAILY), "the grid is by quarter; by_day, by_week are not"),
    (
        lambda: noised._require_counts(made.counted(), [made.CLIENTS], Grid(("city",), "quarter")),
        "counted by ['nta2010'], outside the grid ('city',)",
    ),
    (
        lambda: noised._require_whole(made.counted().assign(value=np.nan)),
        "a count is not reported; noise needs a number in every cell",
    ),
    (
        told_before,
        "periods were published without noise, which protects nothing that was told; give the "
        "noisy figures a source of their own, of later periods",
    ),
    (
        more_areas,
        "clients: areas or categories differ from those published before, which would need a "
        "second draw; give the new ones a source of their own",
    ),
    (
        lambda: noised.noised(made.counted(), made.PEOPLE, [], [], made.BOROUGHS, made.steps),
        "noise needs a policy with `noise` and one `publication_grid`",
    ),
    (
        lambda: primary.failing_by_rule(made.counted(), made.PEOPLE, [made.SHARE]),
        "indicators ['clients'] are not among those of the source",
    ),
    (
        lambda: primary.failing_by_rule(made.counted(), NO_RULES, [made.CLIENTS]),
        "a source we treat needs `primary` rules",
    ),
    (
        lambda: primary._small_base(made.counted(), made.PEOPLE),
        "`minimum_in_base_period` needs an `index` rule with its base period",
    ),
]


@pytest.mark.parametrize(("call", "words"), REFUSALS, ids=range(len(REFUSALS)))
def test_what_is_refused_is_said_with_its_remedy(call: Callable[[], object], words: str) -> None:
    assert refused(call) == words


@pytest.mark.parametrize(
    "call",
    [
        lambda: own_rules(replace(made.PEOPLE, bases=(Base("share", "clients"),)), *KINDS),
        lambda: mixed([True] * 2 + [True] * 2 + [False] * 6),
        lambda: fine([True] * 2 + [False] * 8, "borough"),
        lambda: remainders(0, 0, 5, 14),  # as many are few as are not
        lambda: remainders(0, 6, 5, 4),  # a quarter of them is 0
        lambda: remainders(0, 0, 5),  # too few periods to say so
        lambda: remainders(0, 0, 9, 10),
        lambda: fine([], "nta2010"),  # nobody is in no cell
        lambda: unprotectable(40.0),
        lambda: unchanged_draws(690),
        lambda: noisy_counts(made.CLIENTS),
        lambda: noised._published_before([]),
    ],
    ids=range(12),
)
def test_what_is_just_within_is_treated(call: Callable[[], object]) -> None:
    call()


KINDS = (made.CLIENTS, made.SHARE)


def test_the_grid_may_be_too_fine_in_boroughs_alone() -> None:
    assert "50% of the cells" in refused(lambda: fine([True] * 5 + [False] * 5, "borough"))
    assert "62% of the cells" in refused(lambda: mixed([True] * 7 + [False] * 3))


@pytest.mark.parametrize("few", [1, 9])
def test_one_and_just_under_the_minimum_are_few_in_no_area(few: int) -> None:
    assert "what lies in no area is often 0" in refused(lambda: remainders(0, 0, few, few))


def test_links_to_figures_of_other_sources_are_refused() -> None:
    policy = replace(made.PEOPLE, bases=(Base("share", "people"),))
    words = refused(lambda: own_rules(policy, *KINDS))
    with pytest.raises(ValueError, match="people") as error:
        policy.require_known_links(["clients", "share"])
    assert words == str(error.value)


def test_nothing_and_a_measure_of_its_own_are_no_counts() -> None:
    money = replace(made.DONATIONS, measure=Measure.MONEY)
    policy = replace(made.PEOPLE, additive=("donations",))
    kinds = (made.CLIENTS, money, made.SHARE)
    assert treat._additive(kinds, policy) == ["clients", "donations"]
    assert treat._additive(cast("tuple[Indicator, ...]", ()), made.PEOPLE) == []
