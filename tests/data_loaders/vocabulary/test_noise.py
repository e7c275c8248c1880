"""A rule of noise says enough to hold, or is refused; its ranges are those of its noise."""

from __future__ import annotations

from dataclasses import replace
from math import exp, inf, nan

import numpy as np
import pytest

from data_loaders.vocabulary.noise import BudgetPeriod, Noise, NoiseUnit, margin
from data_loaders.vocabulary.policy import (
    AtMost,
    Contributors,
    Grid,
    Guessing,
    IndexRule,
    Policy,
    Primary,
    Ratio,
    Secondary,
    SecondaryMethod,
    Sum,
)
from tests.support.privacy import made

GIVERS = Noise(
    1.0, NoiseUnit.GIVER, BudgetPeriod.YEAR, bound=3, unit_field="giver", time_field="month"
)


@pytest.mark.parametrize("epsilon", [0, 0.0, -1.0, nan, inf, -inf, 1000, 10.01, True, "1", None])
def test_an_epsilon_that_protects_nobody_is_refused(epsilon: float) -> None:
    with pytest.raises(ValueError, match="`epsilon` above 0 and up to 10"):
        replace(made.NOISE, epsilon=epsilon)


@pytest.mark.parametrize("bound", [0, -1, None, True, 1.0, 2.5, nan, inf, 1001])
def test_a_rule_without_a_bound_is_refused(bound: int) -> None:
    with pytest.raises(ValueError, match="`bound`, a whole number"):
        replace(GIVERS, bound=bound)
    with pytest.raises(ValueError, match="`cells_per_record`, a whole number"):
        replace(GIVERS, cells_per_record=bound)
    with pytest.raises(TypeError):
        Noise(1.0, NoiseUnit.PERSON, BudgetPeriod.ALWAYS)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"unit": "nobody"}, "a `unit` of person"),
        ({"period": "decade"}, "a `period` of month"),
        ({"time_field": ""}, "both `unit_field` and `time_field`"),
        ({"unit_field": ""}, "both `unit_field` and `time_field`"),
        ({"unit_field": "", "time_field": ""}, "its `bound` is 1 and its `period` always"),
        ({"period": BudgetPeriod.ALWAYS}, "no epsilon lasts for always"),
    ],
)
def test_a_unit_and_its_period_have_to_fit(changed: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(GIVERS, **changed)  # type: ignore[arg-type]


def test_epsilon_is_shared_out_among_the_figures_of_its_period() -> None:
    assert GIVERS.epsilon_of_figures("month") == pytest.approx(1 / 12)
    assert GIVERS.scale("month") == pytest.approx(36)  # three records, a twelfth of epsilon
    assert replace(made.NOISE, cells_per_record=6).scale("quarter") == pytest.approx(6)
    for frequency in ("day", "total"):
        with pytest.raises(ValueError, match="cannot be shared out"):
            GIVERS.figures(frequency)


@pytest.mark.parametrize("scale", [0.5, 1.0, 4.0, 36.0])
def test_the_range_of_one_count_is_the_least_that_holds_95_times_in_100(scale: float) -> None:
    within, rest = margin(scale, 1), exp(-1 / scale)
    assert 1 - 2 * rest ** (within + 1) / (1 + rest) >= 0.95
    assert 1 - 2 * rest**within / (1 + rest) < 0.95


@pytest.mark.parametrize(("scale", "counts"), [(1.0, 2), (2.0, 6), (5.0, 40)])
def test_the_range_of_a_total_is_that_of_the_sum_of_its_counts(scale: float, counts: int) -> None:
    reach = 400
    one = exp(-1 / scale) ** np.abs(np.arange(-reach, reach + 1))
    whole = np.array([1.0])
    for _ in range(counts):
        whole = np.convolve(whole, one / one.sum())
    middle, within = len(whole) // 2, margin(scale, counts)
    assert whole[middle - within : middle + within + 1].sum() >= 0.95
    assert whole[middle - within + 1 : middle + within].sum() < 0.95


@pytest.mark.parametrize(
    "also",
    [
        {"primary": Primary(10)},
        {"secondary": Secondary(SecondaryMethod.NETWORK)},
        {"rounding": 5.0},
        {"index": IndexRule("2020-02", 10, 5.0)},
        {"additive": ("money",)},
        {"sums": (Sum("all", ("a", "b")),)},
        {"ratios": (Ratio("share", "a", "b"),)},
        {"at_most": (AtMost("a", "b"),)},
        {"guessing": Guessing(5, 25)},
    ],
)
def test_noise_takes_the_place_of_every_other_rule(also: dict[str, object]) -> None:
    name = next(iter(also))
    with pytest.raises(ValueError, match=f"leave out {name}"):
        replace(made.NOISY, **also)  # type: ignore[arg-type]


def test_noise_is_for_single_records_of_the_unit_it_protects() -> None:
    with pytest.raises(ValueError, match="here it is one week and neighborhood"):
        replace(made.NOISY, unit_of_observation="week and neighborhood")
    with pytest.raises(ValueError, match="counted one by one"):
        replace(made.NOISY, contributors=Contributors.ATTESTED)
    # Gifts tell of givers where each says whose it is.
    policy: Policy = replace(
        made.NOISY,
        unit_of_observation="gift",
        noise=GIVERS,
        publication_grid=Grid(("borough", "city"), "month"),
    )
    assert policy.noise == GIVERS
    with pytest.raises(ValueError, match="needs a `unit_field`"):
        replace(policy, noise=replace(made.NOISE, unit=NoiseUnit.GIVER))
    with pytest.raises(ValueError, match="cannot be shared out by day"):
        replace(policy, publication_grid=Grid(("city",), "day"))


def test_a_source_we_treat_needs_a_rule_of_either_kind() -> None:
    with pytest.raises(ValueError, match="or `noise` in its place"):
        replace(made.NOISY, noise=None)
