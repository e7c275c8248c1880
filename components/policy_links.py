"""Rules of a source in sentences: which of its figures are protected together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from components import formats
from components.words import _
from data_loaders.privacy.policy import Policy


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `label` says what it is about."""

    label: str
    sentence: str


def linked(policy: Policy, titles: Mapping[str, str]) -> Iterator[Rule]:
    """Figures that are hidden together, because one would give away another."""
    label = _("Protected together")
    for total in policy.sums:
        parts = formats.listed([titles.get(part, part) for part in total.parts])
        blanks = {"total": titles.get(total.total, total.total), "parts": parts}
        yield Rule(label, _("{total} is the sum of: {parts}. Hidden as one table.", **blanks))
    for ratio in policy.ratios:
        blanks = {
            "result": titles.get(ratio.result, ratio.result),
            "top": titles.get(ratio.numerator, ratio.numerator),
            "bottom": titles.get(ratio.denominator, ratio.denominator),
        }
        sentence = _("{result} is {top} divided by {bottom}. Hidden so that none gives another.")
        yield Rule(label, sentence.format(**blanks))
    for subset in policy.at_most:
        blanks = {
            "part": titles.get(subset.part, subset.part),
            "whole": titles.get(subset.whole, subset.whole),
        }
        sentence = _("{part} is a part of {whole}. Hidden so that neither bounds the other.")
        yield Rule(label, sentence.format(**blanks))
    for base in policy.bases:
        blanks = {
            "result": titles.get(base.result, base.result),
            "count": titles.get(base.count, base.count),
        }
        sentence = _("{result} is hidden wherever {count}, which it rests on, is hidden.")
        yield Rule(label, sentence.format(**blanks))
