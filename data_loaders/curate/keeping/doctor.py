"""Is this installation sound: each check says what it looked at, what is wrong, and what to do."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from re import match

from data_loaders.curate.deliveries.at_rest import lying_open
from data_loaders.observations.durable import LOCK
from data_loaders.released.chain import chain_problems, site_key
from data_loaders.released.refreshed import FeedOutcome, Outcome, last_refresh
from data_loaders.released.release import ReleaseError, Releases
from data_loaders.sources.catalog import SOURCES
from data_loaders.vocabulary import installation, settings, typed_facts
from data_loaders.vocabulary.keys import others_may_read

LEAST_PYTHON = (3, 11)
GIGABYTE = 1024**3
LEAST_FREE = 2 * GIGABYTE
STALE = timedelta(days=2)
REQUIREMENTS = installation.ROOT / "requirements-serve.txt"


class Grade(StrEnum):
    """GOOD; ADVICE, the site runs and somebody should look; FAULT, it does not run as it should."""

    GOOD = "good"
    ADVICE = "advice"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. `do` is empty where nothing is to be done."""

    what: str
    grade: Grade
    found: str
    do: str = ""


Check = Callable[[Mapping[str, str]], Iterator[Finding]]


def examination(environment: Mapping[str, str]) -> list[Finding]:
    """Every check, in the order in which one mends what they find."""
    return [finding for check in CHECKS for finding in check(environment)]


def _versions(_environment: Mapping[str, str]) -> Iterator[Finding]:
    running = sys.version_info[:2]
    named = ".".join(map(str, running))
    if running < LEAST_PYTHON:
        yield Finding("Python", Grade.FAULT, named, "Install Python 3.11 or newer.")
    else:
        yield Finding("Python", Grade.GOOD, named)
    wrong = []
    for line in REQUIREMENTS.read_text("utf-8").splitlines():
        pinned = match(r"([\w.-]+)==(\S+)$", line)
        if pinned and (installed := _installed(pinned[1])) != pinned[2]:
            wrong.append(f"{pinned[1]} {installed or 'missing'}, not {pinned[2]}")
    if wrong:
        do = f"pip install -r {REQUIREMENTS.name}"
        yield Finding("packages", Grade.FAULT, "; ".join(wrong[:5]), do)
    else:
        yield Finding("packages", Grade.GOOD, "as pinned")


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _settings(environment: Mapping[str, str]) -> Iterator[Finding]:
    problems = settings.faults(environment)
    for problem in problems:
        yield Finding("settings", Grade.FAULT, problem, "See docs/commands.md, “environment”.")
    if not problems:
        yield Finding("settings", Grade.GOOD, "all are what they may be")
    advice = {
        "OPERATOR": "Say who runs this installation; readers see it at the foot of every page.",
        "CONTACT": "Say where to report an error, and readers need not look for it.",
        "PUBLIC_URL": "Say the site's address, so that citations and the sitemap have it.",
        "ALERT": "Say who to tell when a refresh stops.",
        "RELEASE_PUBLIC_KEY": "Sign releases: `python -m data_loaders key PATH` makes both keys.",
    }
    for name, do in advice.items():
        if not environment.get(name):
            yield Finding(name, Grade.ADVICE, "not set", do)


def _folders(_environment: Mapping[str, str]) -> Iterator[Finding]:
    root = installation.releases()
    for name, folder in (("RELEASES", root), ("downloads", installation.FEEDS)):
        yield _writable(name, folder)
    free = shutil.disk_usage(_existing(root)).free
    grade = Grade.GOOD if free >= LEAST_FREE else Grade.FAULT
    do = "" if grade is Grade.GOOD else "Make room: `prune --really` clears old releases away."
    yield Finding("disk", grade, f"{free / GIGABYTE:.1f} GB free", do)


def _writable(name: str, folder: Path) -> Finding:
    if os.access(_existing(folder), os.W_OK):
        return Finding(name, Grade.GOOD, f"{folder} can be written")
    do = (
        f"Only whoever refreshes needs that: chown it, or run this as that user. {LOCK} lies in it."
    )
    return Finding(name, Grade.ADVICE, f"{folder} cannot be written by this user", do)


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())


def _keys(_environment: Mapping[str, str]) -> Iterator[Finding]:
    keys = {
        installation.PRIVATE_KEY: installation.private_key(),
        installation.DELIVERY_KEY: installation.delivery_key(),
    }
    for name, given in keys.items():
        path = Path(given) if given else None
        if path is None or not path.is_file():
            continue
        if path.resolve().is_relative_to(installation.ROOT):
            yield Finding(name, Grade.FAULT, f"{path} lies with the code", "Move it elsewhere.")
        elif others_may_read(path):
            yield Finding(name, Grade.FAULT, f"others may read {path}", f"chmod 600 {path}")
        else:
            yield Finding(name, Grade.GOOD, f"{path} is its owner's alone")
    open_files = lying_open(installation.deliveries(is_simulated=False))
    if open_files:
        do = "Set DELIVERY_KEY, then `python -m data_loaders protect`."
        yield Finding("deliveries", Grade.FAULT, f"{len(open_files)} lie unencrypted", do)


def _releases(_environment: Mapping[str, str]) -> Iterator[Finding]:
    root = installation.releases()
    try:
        key = site_key()
        held = Releases([root], key=key)
        current = held.current()
    except (ReleaseError, ValueError) as error:
        do = "`python -m data_loaders refresh` makes one; until then the digest is served."
        yield Finding("release", Grade.ADVICE, str(error), do)
        return
    if held.problem is not None:
        do = "`python -m data_loaders verify ID`, then `withdraw` or restore it."
        yield Finding("release", Grade.FAULT, held.problem, do)
    else:
        yield Finding("release", Grade.GOOD, f"{current.id} is whole and passed its audit")
    for problem in chain_problems(root, key) if key else []:
        yield Finding("chain", Grade.FAULT, problem, "Restore what is gone from a backup.")


def _feeds(_environment: Mapping[str, str]) -> Iterator[Finding]:
    done = last_refresh(installation.releases())
    if done is None:
        do = (
            "Set a timer: deploy/systemd/nyc-recovery-refresh.timer, or the line of deploy/crontab."
        )
        yield Finding("refresh", Grade.ADVICE, "never ran", do)
        return
    when = f"{done.outcome} on {done.ended_at:%Y-%m-%d at %H:%M} UTC"
    if done.outcome is Outcome.STOPPED:
        yield Finding("refresh", Grade.FAULT, f"{when}: {done.why[:300]}", "See docs/operate.md.")
    elif datetime.now(UTC) - done.ended_at > STALE:
        yield Finding("refresh", Grade.FAULT, f"{when}, and not since", "Is the timer running?")
    else:
        yield Finding("refresh", Grade.GOOD, when)
    for each in done.feeds:
        if each.outcome is not FeedOutcome.READ:
            problem = f"{each.outcome}, last reached {each.reached_on or 'never'}: {each.why[:200]}"
            yield Finding(each.source_id, Grade.ADVICE, problem, "See docs/operate.md.")


def _typed_facts(_environment: Mapping[str, str]) -> Iterator[Finding]:
    """What pages say of others and somebody has to read again at its source."""
    due = [*typed_facts.overdue(), *typed_facts.overdue_terms(SOURCES)]
    if not due:
        yield Finding("facts about others", Grade.GOOD, "all read within their time")
    do = "Read it there; then renew its words and dates, in data_loaders/vocabulary or its source."
    for each in due:
        yield Finding("facts about others", Grade.ADVICE, typed_facts.sentence(each), do)


CHECKS: tuple[Check, ...] = (
    _versions,
    _settings,
    _folders,
    _keys,
    _releases,
    _feeds,
    _typed_facts,
)
