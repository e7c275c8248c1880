"""Every rule a reader sees is written from the policy record, with the record's own numbers."""

from __future__ import annotations

import ast
import re
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from dash import html

from components.data import policy_words
from components.markup.first_view import rendered
from data_loaders.sources.catalog import PARTNERS, SOURCES
from data_loaders.vocabulary.audit_record import TITLES, Audit, CheckResult, SourceAudit
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.noise import BudgetPeriod, Noise, NoiseUnit
from data_loaders.vocabulary.policy import (
    Base,
    Contributors,
    ContributorUnit,
    DisplayPermission,
    Grid,
    IndexRule,
    Policy,
    Primary,
    Ratio,
    Secondary,
    SecondaryMethod,
    Sensitivity,
    Sum,
    Treatment,
)
from tests.support.privacy import made
from tests.support.tiny import COURTS

TREATED = Policy(
    sensitivity=Sensitivity.HEALTH,
    unit_of_observation="person",
    treatment=Treatment.OURS,
    contributors=Contributors.COUNTED,
    contributor_unit=ContributorUnit.DEVICE,
    plain="Small groups are hidden.",
    revision="Once in 59 weeks.",
    retention="For 61 months.",
    publication_grid=Grid(("nta2020", "borough"), "week", "venue group"),
    excluded=("birth year", "phone"),
    primary=Primary(
        minimum_contributors=31,
        minimum_establishments=37,
        p_percent=97.0,
        percent_rule=True,
        minimum_in_base_period=41,
        all_or_none_margin=43,
    ),
    secondary=Secondary(
        SecondaryMethod.NETWORK, protection=47, block_periods=53, sticky_multiple=67
    ),
    rounding=71.0,
    index=IndexRule("2020-02", minimum_base=79, rounding=83.0, floor=101.0),
    sums=(Sum("all", ("a", "b")),),
    ratios=(Ratio("percent", "a", "b"),),
    bases=(Base("median", "listings"),),
    display_permission=DisplayPermission("letter 89", date(2021, 6, 30), "public display"),
)
PRIVATE = {"97"}


def test_a_figure_hidden_with_its_base_is_said_to_be() -> None:
    source = replace(COURTS, policy=TREATED)
    sentences = [rule.sentence for rule in policy_words.rules(source)]
    assert "median is hidden wherever listings, which it rests on, is hidden." in sentences


def test_parts_and_fields_are_a_list_below_their_sentence() -> None:
    rules = policy_words.rules(replace(COURTS, policy=TREATED))
    listing = {each.sentence: each for each in rules if each.items or each.fields}
    unread = listing[policy_words.not_kept()]
    total = listing["all is the sum of the figures listed here. All are hidden as one table."]
    assert unread.in_full == f"{policy_words.not_kept()} birth year and phone."
    assert "<li><code>phone</code></li>" in rendered(html.Div(unread.contents))
    assert "<li>a</li><li>b</li>" in rendered(html.Div(total.contents))


WRITTEN = (
    "data/policy_words",
    "data/noise_words",
    "data/coverage_panel",
    "privacy/words",
    "privacy/view",
    "privacy/audit",
    "privacy/compared",
)
# Whose residents a share is of; the only year that stands in words.
CENSUS = "Residents are those of the 2020 census, on average over all figures and periods."


COMPONENTS = Path(policy_words.__file__).parent.parent


def messages(module: str) -> list[str]:
    """Every sentence a module hands to gettext."""
    tree = ast.parse((COMPONENTS / f"{module}.py").read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    asked = [call for call in calls if getattr(call.func, "id", "") in ("_", "ngettext")]
    arguments = [argument for call in asked for argument in call.args]
    return [str(each.value) for each in arguments if isinstance(each, ast.Constant)]


@pytest.mark.parametrize("module", WRITTEN)
def test_no_sentence_on_privacy_has_a_number_written_into_it(module: str) -> None:
    said = messages(module)
    assert said
    assert [each for each in said if re.search(r"\d", each) and each != CENSUS] == []


def text(source: Source) -> str:
    return " ".join(rule.sentence for rule in policy_words.rules(source))


def numbers(words: str) -> set[str]:
    """Runs of digits, decimals and thousands marks taken out."""
    return set(re.findall(r"\d+", re.sub(r"(?<=\d)[.,](?=\d)", "", words)))


def recorded(record: object) -> set[str]:
    """Every number in a record: its own, and those in its words and dates."""
    if is_dataclass(record):
        return set().union(*(recorded(getattr(record, field.name)) for field in fields(record)))
    if isinstance(record, tuple):
        return set().union(*map(recorded, record))
    if isinstance(record, date):
        return {str(record.year), str(record.month), str(record.day)}
    if isinstance(record, float):
        return numbers(f"{record:g}")
    return numbers(str(record).replace("-", " "))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_every_number_of_a_privacy_text_comes_from_the_policy_record(source: Source) -> None:
    assert numbers(text(source)) <= recorded(source.policy)


def test_a_treated_source_says_each_of_its_numbers_but_the_private_one() -> None:
    said = numbers(text(replace(COURTS, policy=TREATED)))
    assert {"31", "37", "41", "43", "47", "53", "67", "71", "79", "83", "89", "101"} <= said
    assert said <= recorded(TREATED) | recorded(TREATED.guessing_limits)
    assert not said & PRIVATE


def test_a_change_of_the_record_changes_the_words() -> None:
    primary = replace(TREATED.primary or Primary(30), minimum_contributors=131)
    changed = replace(TREATED, primary=primary)
    assert "fewer than 131 devices" in text(replace(COURTS, policy=changed))
    assert "fewer than 31 devices" in text(replace(COURTS, policy=TREATED))


def test_one_large_contributor_is_said_without_its_share() -> None:
    sentences = {rule.label: rule.sentence for rule in policy_words.rules(_treated())}
    assert "not in the records of a release" in sentences["One large contributor"]
    assert not numbers(sentences["One large contributor"])


def test_a_source_without_leave_says_that_it_is_simulated_only() -> None:
    without = replace(TREATED, display_permission=None)
    assert "simulated figures only" in text(replace(COURTS, policy=without))


def test_a_publisher_is_named_as_the_one_who_decides() -> None:
    sentences = {rule.label: rule.sentence for rule in policy_words.rules(COURTS)}
    assert sentences["The publisher's rule"] == "Cells under 10 are left out."


GIVERS = Noise(
    0.73, NoiseUnit.GIVER, BudgetPeriod.YEAR, 3, 2, unit_field="giver", time_field="month"
)


def test_a_source_with_noise_says_epsilon_unit_period_bound_and_how_far_off() -> None:
    policy = replace(made.NOISY, noise=GIVERS, publication_grid=Grid(("borough", "city"), "month"))
    source = replace(COURTS, policy=policy)
    sentences = {rule.label: rule.sentence for rule in policy_words.rules(source)}
    assert sentences["How strong the noise is"] == (
        "This is differential privacy with epsilon 0.73 for each giver, in each year. Whatever "
        "else a reader knows, what is published is at most 2.1 times as likely with the records "
        "of one giver as without them."
    )
    assert sentences["How many records count"] == (
        "At most 3 records of one giver count in one month; others are left out. A record "
        "adds to at most 2 counts, totals apart."
    )
    assert (
        f"no more than {GIVERS.margin('month')} from"
        in sentences["How far off a noisy figure may be"]
    )
    assert policy_words.minimum(source) == "None: every count is noisy"
    assert "Guessing" not in sentences


def test_one_record_for_one_person_is_said_with_what_it_leaves_open() -> None:
    sentences = {
        rule.label: rule.sentence for rule in policy_words.rules(replace(COURTS, policy=made.NOISY))
    }
    assert sentences["How many records count"] == (
        "Each record is taken for one person. Whoever stands in the records twice is protected "
        "half as well. A record adds to at most 1 count, totals apart."
    )
    assert "epsilon 1 for each person, for all time" in sentences["How strong the noise is"]


def _treated() -> Source:
    return replace(COURTS, policy=TREATED)


@pytest.mark.parametrize(
    ("contributors", "whose"),
    [
        (Contributors.COUNTED, "our rule"),
        (Contributors.BOUNDED, "our rule"),
        (Contributors.ATTESTED, "as its publisher says"),
    ],
)
def test_a_size_that_nobody_hands_over_is_no_rule_of_ours(
    contributors: Contributors, whose: str
) -> None:
    policy = replace(TREATED, contributors=contributors)
    said = policy_words.minimum(replace(COURTS, policy=policy))
    assert said.startswith("31 ")
    assert said.endswith(f", {whose}")


def test_nothing_is_said_to_be_hidden_by_a_size_that_nobody_hands_over() -> None:
    partners = [module.SOURCE for module in PARTNERS]
    attested = [each for each in partners if each.policy.contributors is Contributors.ATTESTED]
    assert attested
    for source in attested:
        rules = {rule.label: rule.sentence for rule in policy_words.rules(source)}
        assert "cannot hide a figure by it" in rules["Smallest group shown"], source.id
        assert not re.search(r"hidden where (?:it rests on )?fewer", " ".join(rules.values()))
        assert "Guessing" not in rules, source.id


@pytest.mark.parametrize(
    ("ran", "fails", "said"),
    [
        (list(TITLES), False, "All checks passed."),
        (["A11", "A12"], False, f"Of {len(TITLES)} checks, 2 are about figures like those of"),
        (["A11", "A12"], True, "A check failed."),
    ],
)
def test_an_audit_counts_the_checks_that_were_about_the_release(
    ran: list[str], fails: bool, said: str
) -> None:
    # What the table of attacks has no row for counts as none of them.
    names = [*ran, "promises", "terms"]
    # Nothing to look at is no pass: of the demonstration A9 was counted as one.
    looked = [*(CheckResult(name, name, not fails, int(fails), 7) for name in names)]
    checks = (*looked, *(CheckResult(name, name, True, 0) for name in TITLES if name not in names))
    source = SourceAudit("courts", Treatment.PUBLISHER, checks)
    day = datetime(2026, 11, 29, tzinfo=UTC)
    audit = Audit("2026-11-29", "0.1.0", not fails, day, 1.0, {}, (source,))
    assert policy_words.outcome(audit).startswith(said)
