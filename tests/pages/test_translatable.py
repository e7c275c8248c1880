"""Every sentence a reader meets can be translated: whole, with named blanks and plural forms."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.support.browser.paths import PATHS
from tests.support.made.shipped_demonstration import shipped_demonstration
from tests.support.made.shipped_digest import shipped_digest

ROOT = Path(__file__).resolve().parents[2]
# Whose words are a record's: what was measured, what the makers of a use wrote of it.
OF_RECORDS = ("/about/performance", "/uses/2026-001")
VIEWS = (
    "/map?indicator=measles_vaccination&areas=10001",
    "/trends?indicator=unemployment_rate&geography=borough&areas=BX~MN",
    "/data/jobs",
    "/methodology/nysdol_ces",
    "/search?q=zzzz",
    "/search?q=harlem",
    "/embed/map?indicator=measles_vaccination",
    "/no-such-page",
    "/demo",
    "/demo/map",
)
ADDRESSES = (*(path for path in PATHS if path not in OF_RECORDS), *VIEWS)
POSITIONAL = re.compile(r"\{\d*\}|%s|%d|%\(")
# A number with decimals, or one that is never one where the sentence stands.
ALWAYS_SEVERAL = (
    "{number} points",
    "Of {number} areas here, {moves}.",
    "{count} industries too close to tell apart, from {first} to {last}",
    "{count} industries too close to tell apart, each at {value}",
    "The first {shown} of {count} charts.",
    "A figure is hidden where fewer than {number} businesses stand behind it.",
    "From {before} to {after}, {lower} of {all} areas went down and {higher} went up. The "
    "other {same} stayed in place, give or take the last digit shown.",
)
CALLED = ("_", "ngettext")
SECONDS = 500


def test_pages_say_nothing_outside_the_translators_reach() -> None:
    environment = {
        **os.environ,
        "RELEASES": str(shipped_digest()),
        "DEMO_RELEASES": str(shipped_demonstration()),
        "FRAME_KEY": "k" * 32,
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.support.pseudo_locale", *ADDRESSES],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    printed = json.loads(done.stdout.splitlines()[-1])
    assert printed.keys() == set(ADDRESSES)
    printed["/no-such-page"].remove("status 404")
    assert {page: texts for page, texts in printed.items() if texts} == {}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of `_` and `ngettext` in code that writes for readers."""
    for folder in ("components", "pages", "api"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLED:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_messages_are_whole_sentences_with_named_blanks() -> None:
    glued, positional = [], []
    for where, call in calls():
        messages = call.args[: 2 if getattr(call.func, "id", "") == "ngettext" else 1]
        glued += [where for each in messages if isinstance(each, (ast.JoinedStr, ast.BinOp))]
        texts = [each.value for each in messages if isinstance(each, ast.Constant)]
        positional += [where for text in texts if POSITIONAL.search(str(text))]
    assert glued == []
    assert positional == []


def test_a_counted_thing_has_its_plural_form() -> None:
    """A whole number before a noun in the plural is asked of `ngettext`, which knows of one."""
    counted = re.compile(r"(\{(number|count)\}|of \{all\}) [a-z]+s\b")
    wrong = [
        where
        for where, call in calls()
        if getattr(call.func, "id", "") == "_"
        and isinstance(call.args[0], ast.Constant)
        and counted.search(str(call.args[0].value))
        and call.args[0].value not in ALWAYS_SEVERAL
    ]
    assert wrong == []
