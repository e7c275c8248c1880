"""A1 to A4 and A13: every nested table of every period, on as many processes as there are cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from data_loaders.privacy.audit.published import PublishedSource
from data_loaders.privacy.audit.table_attack import Findings, Goal, attack
from data_loaders.privacy.tables import bases, linear
from data_loaders.privacy.tables.cube import ABSENT, Cube
from data_loaders.privacy.tables.flow import ContradictionError, WithheldFlow
from data_loaders.privacy.tables.network import NO_CELL, Floats, Mask, Network
from data_loaders.vocabulary.audit_record import CheckResult, result
from data_loaders.vocabulary.policy import LEAST_WITHHELD, P_PERCENT

WORTH_A_PROCESS = 60
CHUNK = 10
SAMPLED_TABLES = 3
SAMPLED_CELLS = 4
SEED = 13  # the same cells each time, so that an audit can be repeated
Task = tuple[Network, Floats, Mask, Goal, int, Mask]


def goal_of(published: PublishedSource, cube: Cube) -> Goal:
    """What counts as found out in the tables of one indicator."""
    p_percent = None
    if published.is_money(cube):
        rules = published.policy.primary
        # A published catalog keeps p % private, and may lack it: then ours by default.
        p_percent = (rules.p_percent if rules else None) or P_PERCENT
    return Goal(published.minimum, published.level, p_percent, published.policy.least_gaps)


def tables_with_gaps(published: PublishedSource) -> list[tuple[Cube, int, Floats, Mask]]:
    """Each nested table of one period that has withheld cells: cube, period, values, hidden."""
    with_gaps = []
    for cube in published.cubes:
        values, hidden = cube.take(published.values), _hidden(published, cube)
        with_gaps += [
            (cube, period, values[period], hidden[period])
            for period in np.flatnonzero(hidden.any(axis=1))
        ]
    return with_gaps


def _hidden(published: PublishedSource, cube: Cube) -> Mask:
    return published.hidden[cube.places] & (cube.places != ABSENT)


def checks(
    published: PublishedSource, workers: int | None, done: Callable[[int, int], None]
) -> tuple[CheckResult, ...]:
    """A1, A2, A3 and A4 over all tables; `done` is told how many of how many are finished."""
    tables = tables_with_gaps(published)
    lone = bases.may_be_alone(published.observations, published.hidden, published.policy)
    tasks = [
        (cube.network, v, h, goal_of(published, cube), LEAST_WITHHELD, lone[cube.places[period]])
        for cube, period, v, h in tables
    ]
    knowing = _all(tasks, workers, done)
    if knowing.exact or knowing.too_narrow or knowing.contradictions:
        # A failure with full knowledge says nothing yet of an attacker who knows less.
        plain = _all([(*task[:4], 0, task[5]) for task in tasks], workers, lambda _done, _of: None)
    else:
        plain = knowing
    return (*_plain_checks(plain, published), *_knowing_checks(knowing, published))


def _plain_checks(findings: Findings, published: PublishedSource) -> Iterator[CheckResult]:
    note = published.unnested or _not_looked_at(findings, published)
    if findings.contradictions:
        note = f"published figures of {findings.contradictions} tables contradict each other"
    broken = _broken(findings, published)
    seen, width = findings.checked, findings.worst_width
    yield result("A1", findings.exact + broken, seen, width, note, seen)
    yield result("A2", findings.too_narrow + broken, seen, width, covered=seen)


def _knowing_checks(findings: Findings, published: PublishedSource) -> Iterator[CheckResult]:
    note = f"withheld cells are at least {LEAST_WITHHELD}"
    broken = _broken(findings, published)
    seen, width = findings.checked, findings.worst_width
    yield result("A3", findings.too_narrow + broken, seen, width, note, seen)
    yield result("A4", findings.insider + broken, seen, covered=seen)


def _broken(findings: Findings, published: PublishedSource) -> int:
    """What fails every attack: figures that contradict each other, gaps nobody looked at."""
    return findings.contradictions + bool(published.unnested) + _unseen(findings, published)


def _unseen(findings: Findings, published: PublishedSource) -> int:
    return int(published.hidden_additive.sum()) - findings.checked


def _not_looked_at(findings: Findings, published: PublishedSource) -> str:
    """Why gaps are left out, in words: they stand in no sum, or the attack missed them."""
    if _unseen(findings, published):
        return f"{_unseen(findings, published)} withheld cells of sums were not looked at"
    others = int(published.hidden.sum()) - findings.checked
    if not others:
        return ""
    looked_at = published.hidden_resting.sum()
    rest = "" if looked_at >= others else f", and no attack looks at {others - looked_at:,}"
    return f"{others:,} withheld cells stand in no sum: A8 looks at {looked_at:,}{rest}"


def _all(tasks: list[Task], workers: int | None, done: Callable[[int, int], None]) -> Findings:
    total = Findings()
    for number, findings in enumerate(_results(tasks, workers), start=1):
        total = total + findings
        done(number, len(tasks))
    return total


def _results(tasks: list[Task], workers: int | None) -> Iterator[Findings]:
    count = min(workers or os.cpu_count() or 1, 8)
    if count == 1 or len(tasks) < WORTH_A_PROCESS:
        yield from map(_attack, tasks)
        return
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_attack, tasks, chunksize=CHUNK)


def _attack(task: Task) -> Findings:
    return attack(*task)


def cross_check(published: PublishedSource) -> CheckResult:
    """A13: the range of sampled cells by flow and by linear program must be the same."""
    tables = tables_with_gaps(published)
    random = np.random.default_rng(SEED)
    chosen = random.permutation(len(tables))[:SAMPLED_TABLES]
    compared = mismatches = 0
    for place in chosen:
        cube, _, values, hidden = tables[place]
        cells = random.permutation(np.flatnonzero(hidden))[:SAMPLED_CELLS]
        mismatches += _mismatches(cube.network, values, cells.tolist())
        compared += len(cells)
    return result("A13", mismatches, compared, covered=compared)


def _mismatches(network: Network, values: Floats, cells: list[int]) -> int:
    unknown = np.isnan(values)
    bounds = linear.system(
        linear.sums_of(network),
        [],
        np.where(unknown, float(LEAST_WITHHELD), values),
        np.where(unknown, np.inf, values),
    )
    try:
        flow = WithheldFlow(network, values, unknown, LEAST_WITHHELD)
    except ContradictionError:
        return len(cells)
    arc_of = {int(cell): arc for arc, cell in enumerate(flow.cells()) if cell != NO_CELL}
    wrong = 0
    for cell in cells:
        low = linear.extreme(bounds, cell, highest=False)[0]
        high = min(
            linear.extreme(bounds, cell, highest=True)[0], flow.flow[arc_of[cell]] + flow.limit
        )
        by_flow = flow.lowest(arc_of[cell]), flow.highest(arc_of[cell])
        wrong += abs(by_flow[0] - low) > 1e-5 or abs(by_flow[1] - high) > 1e-5
    return wrong
