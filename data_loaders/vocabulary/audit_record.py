"""What an audit of a release found, as `audit.json` says it. Pure: read by the web process too.

Counts, widths and run times only: never the cells, never a value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isinf

from data_loaders.vocabulary.draws import Drawn, is_overspent
from data_loaders.vocabulary.guess_rates import GuessRates
from data_loaders.vocabulary.policy import Policy, Treatment

TITLES = {
    "A1": "Exact recovery by subtraction, flow or linear program",
    "A2": "Intervals: upper bound reaches the minimum, width the protection level",
    "A3": "The attacker also knows the minimum, and that counts are whole and not negative",
    "A4": "Insiders: a lone contributor knows its own value",
    "A5": "Time: sums over periods and changes beside the values themselves",
    "A6": "Vintages: this release minus the last",
    "A7": "Nested areas and categories, everyone minus a part",
    "A8": "Arithmetic: percent times denominator, index times base, order of rows",
    "A9": "All-or-none rows and patterns of zeros",
    "A10": "Guesses from history: published sums, both sides of a gap, zeros",
    "A11": "Leak scan of every file of the release",
    "A12": "Negative controls: the audit fails on a release broken on purpose",
    "A13": "Cross-check: flow and linear program agree",
    "A14": "All periods, tables and releases together, and combinations of changes",
    "A15": "Noise: every figure noisy, totals made of noisy ones, no second draw, epsilon kept",
}
# Figures with noise have no gaps to attack; others have no noise to undo.
OF_NOISE = frozenset({"A15"})
GATE = frozenset(TITLES) - OF_NOISE
# A release that was audited before an attack was known stays open: its audit cannot name it.
KNOWN_SINCE = {"A14": datetime(2026, 11, 28, 19, 30, tzinfo=UTC)}
LEDGER_SINCE = datetime(2026, 11, 29, 2, 0, tzinfo=UTC)
GATE_OF_PUBLISHERS = frozenset({"A11", "A12"})
GATE_OF_NOISE = GATE_OF_PUBLISHERS | OF_NOISE


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One attack on one source. `checked` counts the cells, pairs or files it looked at, and
    `covered` the withheld cells among them: what it says holds for these and for no others.

    No interval left around a withheld value is narrower than `worst_width`, in the unit of the
    indicator; None where the attack yields no interval.
    """

    id: str
    title: str
    passed: bool
    failures: int
    checked: int = 0
    worst_width: float | None = None
    note: str = ""
    covered: int = 0


def result(
    check_id: str,
    failures: int,
    checked: int,
    worst_width: float | None = None,
    note: str = "",
    covered: int = 0,
) -> CheckResult:
    """The result of an attack: passed where nothing failed. Numbers of any kind become plain."""
    width = None if worst_width is None or isinf(worst_width) else float(worst_width)
    failure_count = int(failures)
    title = TITLES[check_id]
    return CheckResult(
        check_id, title, failure_count == 0, failure_count, int(checked), width, note, int(covered)
    )


@dataclass(frozen=True, slots=True)
class SourceAudit:
    """The checks run on one source; `cells` and `withheld` count its observations.

    `guessed` was measured at treatment, where the truth is held; older audits have none. `draws`
    is the ledger of a source with noise.
    """

    source_id: str
    treatment: Treatment
    checks: tuple[CheckResult, ...]
    cells: int = 0
    withheld: int = 0
    guessed: GuessRates | None = None
    draws: tuple[Drawn, ...] = ()

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of one release. `observations` maps a file's name to the sha256 it had."""

    release_id: str
    code_version: str
    passed: bool
    ran_on: datetime
    run_seconds: float
    observations: dict[str, str]
    sources: tuple[SourceAudit, ...]


def refusals(
    audit: Audit, policies: dict[str, Policy], is_simulated: bool, hashes: dict[str, str]
) -> tuple[str, ...]:
    """Why a release must not be served, in sentences; empty when it may be.

    `policies` by source id; `hashes` maps the names of the observation files as they are now to
    their sha256, as in `Audit.observations`.
    """
    audit_of_source = {source.source_id: source for source in audit.sources}
    # What the record says of itself is not taken: it is worked out from each check anew.
    agrees = audit.passed and all(source.passed for source in audit.sources)
    problems = [] if agrees else ["the audit did not pass"]
    problems += [
        f"{source.source_id}: {check.id} says it passed with {check.failures} failures"
        for source in audit.sources
        for check in source.checks
        if check.passed and check.failures
    ]
    if audit.observations != hashes:
        problems.append("the audit was run on other observation files than the release holds")
    problems += [
        f"{source_id}: not audited" for source_id in policies if source_id not in audit_of_source
    ]
    for source_id, policy in policies.items():
        if source_id in audit_of_source:
            source = audit_of_source[source_id]
            problems += _source_refusals(source, policy, is_simulated, audit.ran_on)
    return tuple(problems)


def gate_of(policy: Policy, ran_on: datetime) -> frozenset[str]:
    """The checks an audit of that day must have passed."""
    gate = GATE if policy.treatment is Treatment.OURS else GATE_OF_PUBLISHERS
    gate = gate if policy.noise is None else GATE_OF_NOISE
    return frozenset(
        name for name in gate if name not in KNOWN_SINCE or ran_on >= KNOWN_SINCE[name]
    )


def _source_refusals(
    source: SourceAudit, policy: Policy, is_simulated: bool, ran_on: datetime
) -> Iterable[str]:
    ours = policy.treatment is Treatment.OURS
    passed = {check.id for check in source.checks if check.passed}
    missing = gate_of(policy, ran_on) - passed
    if source.treatment is not policy.treatment:
        yield f"{source.source_id}: audited as {source.treatment}, treated as {policy.treatment}"
    if missing:
        yield f"{source.source_id}: no pass on {', '.join(sorted(missing, key=_number))}"
    if any(not check.passed for check in source.checks):
        yield f"{source.source_id}: a check failed"
    if ours and policy.display_permission is None and not is_simulated:
        yield f"{source.source_id}: no permission on record to display it; simulated releases only"
    if policy.noise is not None and ran_on >= LEDGER_SINCE and not source.draws:
        yield f"{source.source_id}: its audit has no ledger of draws"
    if policy.noise is not None and is_overspent(source.draws, policy.noise):
        yield f"{source.source_id}: its draws spent more epsilon than its policy declares"


def _number(check_id: str) -> int:
    return int(check_id.removeprefix("A"))
