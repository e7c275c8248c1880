"""What a rule of noise means, in plain words, each number from the rule itself."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

from components.text import formats, vocabulary
from components.text.words import _, ngettext
from data_loaders.vocabulary.model import Frequency
from data_loaders.vocabulary.noise import COVERED, BudgetPeriod, Noise, NoiseUnit


def unit(name: NoiseUnit) -> str:
    """Whose records are protected, after "one"."""
    return {
        NoiseUnit.PERSON: _("person"),
        NoiseUnit.HOUSEHOLD: _("household"),
        NoiseUnit.GIVER: _("giver"),
        NoiseUnit.GIFT: _("gift"),
        NoiseUnit.DEVICE: _("device"),
    }[name]


def lasting(period: BudgetPeriod) -> str:
    """How long a unit's epsilon has to last, after it."""
    return {
        BudgetPeriod.MONTH: _("in each month"),
        BudgetPeriod.QUARTER: _("in each quarter"),
        BudgetPeriod.YEAR: _("in each year"),
        BudgetPeriod.ALWAYS: _("for all time"),
    }[period]


def in_short(noise: Noise, frequency: Frequency) -> str:
    """That counts are noisy, and by how much."""
    return " ".join([_every(), _off(noise, frequency)])


def said(noise: Noise, frequency: Frequency) -> Iterator[tuple[str, str]]:
    """Each rule with what it is about."""
    yield _("Noise"), _every()
    yield _("How strong the noise is"), _strength(noise)
    yield _("How many records count"), _bound(noise, frequency)
    yield _("How far off a noisy figure may be"), _off(noise, frequency)
    yield (
        _("Adding up noisy figures"),
        _(
            "Totals are sums of noisy counts. A noisy count that falls below zero is shown as "
            "zero, so that figures may add up to a little more than their total."
        ),
    )
    yield (
        _("Noise only once"),
        _(
            "A figure gets its noise once. Later releases repeat it, and records that come late "
            "are not added: two noisy figures of the same count would tell more than one."
        ),
    )


def _every() -> str:
    return _(
        "Every count is noisy: it is moved up or down at random before it is published, to "
        "protect people. No figure is hidden for being small."
    )


def _strength(noise: Noise) -> str:
    blanks = {
        "epsilon": vocabulary.plain(noise.epsilon),
        "unit": unit(noise.unit),
        "period": lasting(noise.period),
    }
    what = _("This is differential privacy with epsilon {epsilon} for each {unit}, {period}.")
    means = _(
        "Whatever else a reader knows, what is published is at most {times} times as likely with "
        "the records of one {unit} as without them."
    )
    return f"{what} {means}".format(**blanks, times=times_as_likely(noise))


def times_as_likely(noise: Noise) -> str:
    """The number that epsilon stands for, to two digits: 2.7 for 1."""
    return vocabulary.plain(float(f"{exp(noise.epsilon):.2g}"))


def _bound(noise: Noise, frequency: Frequency) -> str:
    blanks = {"unit": unit(noise.unit), "period": formats.one_period_word(frequency)}
    if noise.unit_field:
        counted = ngettext(
            "At most {number} record of one {unit} counts in one {period}; others are left out.",
            "At most {number} records of one {unit} count in one {period}; others are left out.",
            noise.bound,
            **blanks,
        )
    else:
        counted = _(
            "Each record is taken for one {unit}. Whoever stands in the records twice is "
            "protected half as well.",
            **blanks,
        )
    added = ngettext(
        "A record adds to at most {number} count, totals apart.",
        "A record adds to at most {number} counts, totals apart.",
        noise.cells_per_record,
    )
    return f"{counted} {added}"


def _off(noise: Noise, frequency: Frequency) -> str:
    return _(
        "In {share} of cases or more, a noisy count lies no more than {margin} from the true one. "
        "A total adds up the noise of its parts, and may lie further off.",
        share=_("{number}%", number=round(100 * COVERED)),
        margin=formats.integer(noise.margin(frequency)),
    )
