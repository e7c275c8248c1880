"""The rules of a source in sentences, each written from a field of its policy.

No number here is typed: all come from the record. How large a share of a total one contributor
may hold is not in what is published; the default can be read in the code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from components.data import noise_words
from components.markup.prose import Contents, bullets, field_names
from components.text import formats, vocabulary
from components.text.words import _, ngettext
from data_loaders.released.freshness import is_computed
from data_loaders.vocabulary.audit_record import TITLES, Audit
from data_loaders.vocabulary.model import Frequency, Geography, Source
from data_loaders.vocabulary.policy import (
    Contributors,
    ContributorUnit,
    IndexRule,
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
    Sensitivity,
    Treatment,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `label` says what it is about; `items`, or `fields` of a file, what it lists."""

    label: str
    sentence: str
    items: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def in_full(self) -> str:
        """The sentence with its list, as one line."""
        listed = [*self.items, *self.fields]
        return f"{self.sentence} {formats.listed(listed)}." if listed else self.sentence

    @property
    def contents(self) -> Contents:
        """The sentence, and its list below."""
        if self.fields:
            return [self.sentence, field_names(self.fields)]
        return [self.sentence, bullets(self.items)] if self.items else self.sentence


def rules(source: Source) -> tuple[Rule, ...]:
    """Every rule of a source, from who decided to how long anything is kept."""
    policy = source.policy
    titles = {indicator.id: _(indicator.title) for indicator in source.indicators}
    return (
        Rule(_("In short"), _(policy.plain)),
        *_whose(policy),
        Rule(_("What kind of data"), sensitivity(policy.sensitivity)),
        Rule(
            _("What one record tells of"),
            _("Each record tells of this: {unit}.", unit=_(policy.unit_of_observation)),
        ),
        *_grid(policy),
        *_never_kept(policy),
        *_primary(policy),
        *_secondary(policy),
        *_coarse(policy),
        *_noise(policy),
        *linked(policy, titles),
        *_guesses(policy),
        *_remainders(policy, titles),
        Rule(_("Revisions"), _(policy.revision)),
        Rule(_("How long it is kept"), _(policy.retention)),
    )


def of_publishers(count: int) -> str:
    """How many sources keep their publisher's rule; nothing where none does."""
    if not count:
        return ""
    return ngettext(
        "For {number} source the publisher decided what to hide, and its rule stands.",
        "For {number} sources the publisher decided what to hide, and its rule stands.",
        count,
    )


def _guesses(policy: Policy) -> Iterator[Rule]:
    """How often the best guess at a hidden figure may be right; none is where no size is known."""
    is_hiding = policy.contributors is not Contributors.ATTESTED and policy.noise is None
    if policy.treatment is not Treatment.OURS or not is_hiding:
        return
    limits, beside = policy.guessing_limits, policy.guessing_beside
    blanks = {"exact": limits.exact, "close": limits.close}
    sentence = _(
        "Before release we guess each hidden figure that adds up to others, as well as a reader"
        " could. Of those too small to show, no more than {exact} in a hundred may come out"
        " exactly, and {close} nearly so.",
        **blanks,
    )
    rest = _(
        "Figures hidden to protect others are of many people. How often these are guessed has no"
        " limit."
    )
    if beside is not None:
        rest = _(
            "Of figures hidden to protect others it may be {exact} and {close}.",
            exact=beside.exact,
            close=beside.close,
        )
    yield Rule(_("Guessing"), f"{sentence} {rest}")


def _remainders(policy: Policy, titles: Mapping[str, str]) -> Iterator[Rule]:
    """Whose figures leave out what lies in no area."""
    if policy.remainder_left_out:
        names = tuple(titles.get(name, name) for name in policy.remainder_left_out)
        sentence = _("What lies in no known area is left out of the figures listed here.")
        yield Rule(_("Outside any area"), sentence, names)


def minimum(source: Source) -> str:
    """The smallest group shown, in a few words for a table."""
    policy = source.policy
    if policy.primary is None:
        if is_computed(source):
            return _("That of the figures behind it")
        if policy.noise is not None:
            return _("None: every count is noisy")
        return _("The publisher's own rule")
    number = formats.integer(policy.primary.minimum_contributors)
    blanks = {"number": number, "units": units(policy.contributor_unit)}
    if policy.contributors is Contributors.ATTESTED:
        return _("{number} {units}, as its publisher says", **blanks)
    return _("{number} {units}, our rule", **blanks)


def not_kept() -> str:
    """Of the fields that a policy excludes."""
    return _(
        "None of the fields listed here is kept. What a figure needs of one is worked out while "
        "the file is read."
    )


def result(looked_at: int, *, is_passed: bool) -> str:
    """What came of a check, which passes nothing where it had nothing to look at."""
    if not is_passed:
        return _("failed")
    return _("passed") if looked_at else _("nothing to look at")


def checked(audit: Audit) -> str:
    """When the files of a release were checked, and what came of it, in words for every page."""
    sentence = _(
        "The files of release {id} were checked on {day}.",
        id=audit.release_id,
        day=formats.day(audit.ran_on.date()),
    )
    return f"{sentence} {outcome(audit)}"


def outcome(audit: Audit) -> str:
    """Whether an audit passed, and how many of its checks had anything to look at."""
    if not audit.passed:
        return _("A check failed.")
    checks = [check for source in audit.sources for check in source.checks]
    ran = {check.id for check in checks if check.checked} & set(TITLES)
    if len(ran) == len(TITLES):
        return _("All checks passed.")
    return _(
        "Of {all} checks, {ran} are about figures like those of this release, and all of these "
        "passed.",
        ran=formats.integer(len(ran)),
        all=formats.integer(len(TITLES)),
    )


def whose(sources: Sequence[Source]) -> str:
    """Who decided what to hide of how many sources: each is counted once."""
    computed = sum(map(is_computed, sources))
    added = sum(map(is_stricter, sources))
    ours = sum(source.policy.treatment is Treatment.OURS for source in sources)
    told = (
        of_publishers(len(sources) - computed - added - ours),
        ngettext(
            "For {number} source we hide more than its publisher does.",
            "For {number} sources we hide more than their publishers do.",
            added,
        )
        if added
        else "",
        ngettext(
            "{number} source is computed here from others: what those hide stays hidden.",
            "{number} sources are computed here from others: what those hide stays hidden.",
            computed,
        )
        if computed
        else "",
        ngettext(
            "For {number} source, a partner's, we decide what to hide.",
            "For {number} sources, all of partners, we decide what to hide.",
            ours,
        )
        if ours
        else "",
    )
    return " ".join(filter(None, told))


def is_stricter(source: Source) -> bool:
    """Whether we add a rule of our own to what the publisher of a source decided."""
    policy = source.policy
    return policy.treatment is Treatment.PUBLISHER and policy.primary is not None


def units(unit: ContributorUnit | None) -> str:
    """Who or what stands behind a figure, in the plural."""
    if unit is None:
        return _("cases")
    return {
        ContributorUnit.PERSON: _("people"),
        ContributorUnit.DEVICE: _("devices"),
        ContributorUnit.ESTABLISHMENT: _("businesses"),
        ContributorUnit.LISTING: _("listings"),
        ContributorUnit.DONOR: _("donors"),
    }[unit]


def sensitivity(level: Sensitivity) -> str:
    """What kind of data a source is, in a sentence."""
    return {
        Sensitivity.PUBLIC: _("Figures the publisher has already made public."),
        Sensitivity.BUSINESS: _("Figures about businesses."),
        Sensitivity.PERSONAL_AGGREGATE: _("Totals of data about people."),
        Sensitivity.HEALTH: _("Totals of data about people's health."),
        Sensitivity.FINANCIAL_DISTRESS: _("Totals of data about people in money trouble."),
    }[level]


def _whose(policy: Policy) -> Iterator[Rule]:
    if policy.treatment is Treatment.PUBLISHER:
        added = _(" We add a rule of our own, below.") if policy.primary is not None else ""
        yield Rule(_("The publisher's rule"), _(policy.publisher_rule) + added)
        return
    yield Rule(_("Whose rule"), _("We decide what to hide, before anything is published."))
    granted = policy.display_permission
    yield Rule(
        _("Permission to show it"),
        _(
            "Given in {document} on {day}, for {scope}.",
            document=granted.document,
            day=formats.day(granted.granted_on),
            scope=granted.scope,
        )
        if granted
        else _("None is on record: this source appears with simulated figures only."),
    )
    yield Rule(_("How group sizes are known"), _contributors(policy.contributors))


def _contributors(contributors: Contributors) -> str:
    return {
        Contributors.COUNTED: _("We receive the size of the group behind each figure."),
        Contributors.BOUNDED: _(
            "We receive a number never below the size of the group, and hide a figure where it is "
            "too small. That the others are large enough, the partner states in writing."
        ),
        Contributors.ATTESTED: _(
            "The partner states in writing that every figure rests on a large enough group. We do "
            "not receive the sizes."
        ),
        Contributors.NONE: _("We do not receive the size of the group behind a figure."),
    }[contributors]


def _grid(policy: Policy) -> Iterator[Rule]:
    grid = policy.publication_grid
    if grid is None:
        return
    blanks = {
        "areas": formats.listed([formats.boundaries(Geography(name)) for name in grid.geographies]),
        "often": formats.frequency_word(Frequency(grid.frequency)),
        "split": _(grid.breakdown),
    }
    sentence = _("Figures are published {often} for: {areas}. There is no other split.", **blanks)
    if grid.breakdown != "all":
        words = _("Figures are published {often} for: {areas}; split by {split} and nothing else.")
        sentence = words.format(**blanks)
    yield Rule(_("By place and time"), sentence)


def _never_kept(policy: Policy) -> Iterator[Rule]:
    if policy.excluded:
        yield Rule(_("Never kept"), not_kept(), fields=policy.excluded)


def _primary(policy: Policy) -> Iterator[Rule]:
    rule = policy.primary
    if rule is None:
        return
    blanks = {
        "number": formats.integer(rule.minimum_contributors),
        "units": units(policy.contributor_unit),
    }
    smallest = _("A figure is hidden where it rests on fewer than {number} {units}.", **blanks)
    if policy.contributors is Contributors.ATTESTED:
        smallest = _(
            "Each figure has to rest on {number} {units} or more. That it does is the partner's "
            "word. We receive no sizes, so we cannot hide a figure by it.",
            **blanks,
        )
    yield Rule(_("Smallest group shown"), smallest)
    if rule.minimum_establishments is not None:
        words = _("A figure is hidden where fewer than {number} businesses stand behind it.")
        number = formats.integer(rule.minimum_establishments)
        yield Rule(_("Fewest businesses"), words.format(number=number))
    yield from _one_sided(rule, blanks["units"])
    yield from _base(policy, rule)


def _one_sided(rule: Primary, unit: str) -> Iterator[Rule]:
    if rule.p_percent is not None:
        sentence = _(
            "A total is hidden where one contributor is so large that another could work out its "
            "amount. How large is not in the records of a release, as the page on privacy explains."
        )
        yield Rule(_("One large contributor"), sentence)
    if rule.percent_rule:
        words = _("A percentage is hidden unless half of the smallest group is on each side of it.")
        yield Rule(_("Percentages"), words)
    if rule.all_or_none_margin is not None:
        number = formats.integer(rule.all_or_none_margin)
        sentence = _(
            "A percentage is hidden where {number} or fewer {units} are on one side of it."
        )
        yield Rule(_("All or none"), sentence.format(number=number, units=unit))


def _base(policy: Policy, rule: Primary) -> Iterator[Rule]:
    if rule.minimum_in_base_period is None or policy.index is None:
        return
    sentence = _(
        "A whole series is hidden where fewer than {number} {units} stood behind it in {base}.",
        number=formats.integer(rule.minimum_in_base_period),
        units=units(policy.contributor_unit),
        base=vocabulary.named_period(policy.index.base_period),
    )
    yield Rule(_("Where a series starts"), sentence)


def _secondary(policy: Policy) -> Iterator[Rule]:
    rule = policy.secondary
    if rule.with_complement:
        sentence = _(
            "Beside a hidden figure the next smallest is hidden too, so that the first cannot be "
            "found by subtracting."
        )
        yield Rule(_("Hidden to protect another"), sentence)
    if rule.method is SecondaryMethod.NONE:
        return
    sentence = _(
        "Other figures are hidden too, until no hidden one can be found by adding or subtracting "
        "what is shown."
    )
    if rule.protection:
        width = _(
            "Each could then be any of a range at least {number} wide.",
            number=formats.integer(rule.protection),
        )
        sentence = f"{sentence} {width}"
    yield Rule(_("Hidden to protect another"), sentence)
    yield from _blocks(policy, rule)


def _blocks(policy: Policy, rule: Secondary) -> Iterator[Rule]:
    if not rule.block_periods or policy.publication_grid is None:
        return
    sentence = _(
        "A figure that fell below {multiple} times the smallest group stays hidden for a block of "
        "{number} {periods}. So the last one shown does not give it away.",
        multiple=formats.integer(rule.sticky_multiple),
        number=formats.integer(rule.block_periods),
        periods=formats.periods_word(Frequency(policy.publication_grid.frequency)),
    )
    yield Rule(_("Hidden for a while"), sentence)


def _coarse(policy: Policy) -> Iterator[Rule]:
    if policy.index is not None:
        sentence = _(
            "Figures are shown against {base}, rounded to the nearest {step}. The base must be at "
            "least {number}.",
            base=vocabulary.named_period(policy.index.base_period),
            step=vocabulary.plain(policy.index.rounding),
            number=formats.integer(policy.index.minimum_base),
        )
        yield Rule(_("Shown as an index"), sentence)
        yield from _low_indexes(policy.index)
    if policy.rounding is not None:
        words = _("Figures are rounded to the nearest {step}.")
        yield Rule(_("Rounding"), words.format(step=vocabulary.plain(policy.rounding)))


def _low_indexes(rule: IndexRule) -> Iterator[Rule]:
    if rule.floor:
        sentence = _(
            "Where a figure of a series is hidden, those under {floor} are hidden too. What is "
            "hidden there is low, and can sometimes be guessed from the lowest one shown.",
            floor=vocabulary.plain(rule.floor),
        )
        yield Rule(_("Low figures"), sentence)


def _noise(policy: Policy) -> Iterator[Rule]:
    if policy.noise is not None and policy.publication_grid is not None:
        frequency = Frequency(policy.publication_grid.frequency)
        for label, sentence in noise_words.said(policy.noise, frequency):
            yield Rule(label, sentence)


def linked(policy: Policy, titles: Mapping[str, str]) -> Iterator[Rule]:
    """Figures that are hidden together, because one would give away another."""
    label = _("Protected together")
    for total in policy.sums:
        sentence = _(
            "{total} is the sum of the figures listed here. All are hidden as one table.",
            total=titles.get(total.total, total.total),
        )
        yield Rule(label, sentence, tuple(titles.get(part, part) for part in total.parts))
    for ratio in policy.ratios:
        blanks = {
            "result": titles.get(ratio.result, ratio.result),
            "top": titles.get(ratio.numerator, ratio.numerator),
            "bottom": titles.get(ratio.denominator, ratio.denominator),
        }
        sentence = _("{result} is {top} divided by {bottom}. Hidden so that none gives another.")
        yield Rule(label, sentence.format(**blanks))
    yield from _parts(policy, titles, label)
    for base in policy.bases:
        blanks = {
            "result": titles.get(base.result, base.result),
            "count": titles.get(base.count, base.count),
        }
        sentence = _("{result} is hidden wherever {count}, which it rests on, is hidden.")
        yield Rule(label, sentence.format(**blanks))


def _parts(policy: Policy, titles: Mapping[str, str], label: str) -> Iterator[Rule]:
    """Figures that are parts of others, of the same partner or of another."""
    for subset in policy.at_most:
        blanks = {
            "part": titles.get(subset.part, subset.part),
            "whole": titles.get(subset.whole, subset.whole),
        }
        sentence = _(
            "{part} is a part of {whole}. Hidden so that neither bounds the other, and where few "
            "are in the whole alone."
        )
        yield Rule(label, sentence.format(**blanks))
    for subset in policy.parts_of_others:
        sentence = _(
            "{part} is a part of what another partner counts. The audit holds both against each "
            "other.",
            part=titles.get(subset.part, subset.part),
        )
        yield Rule(label, sentence)
