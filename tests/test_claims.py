"""What README, Home, Methods, Privacy and the policies of public sources promise is tied to tests.

`claims.toml` holds every sentence written for those pages, by how it begins: under the test it is
tied to, or among those that only describe. A new sentence that is neither stops this test.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from data_loaders.sources.catalog import PARTNERS, SOURCES
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.terms import NO_LICENSE

ROOT = Path(__file__).resolve().parent.parent
REGISTRY = Path(__file__).with_name("claims.toml")
README = ROOT / "README.md"
# The rooms whose words stand on Home, Methods and Privacy, and those that write them from records:
# rules of privacy, terms, how far figures reach.
WRITTEN_FROM_RECORDS = (
    *(
        ROOT / "components" / "data" / f"{name}.py"
        for name in ("due", "noise_words", "policy_words", "reach", "source")
    ),
    ROOT / "components" / "text" / "terms_words.py",
)
ROOMS = (
    *WRITTEN_FROM_RECORDS,
    *sorted((ROOT / "components" / "home").glob("*.py")),
    ROOT / "components" / "data" / "methods.py",
    *sorted((ROOT / "components" / "privacy").glob("*.py")),
)
END = re.compile(r"(?<=[.?!])\s+(?=[A-Z“{*`])")
FEWEST_WORDS = 4


CLAIMS = (
    (
        "README.md",
        "every hidden number explained",
        "tests/pages/test_reasons.py",
        "test_every_value_that_needs_a_reason_has_one_of_the_closed_list",
    ),
    (
        "components/home/words.py",
        "whose newest figure is more than {oldest} months older than the release",
        "tests/components/home/test_home.py",
        "test_the_headline_rests_on_figures_of_today_alone",
    ),
    (
        "components/home/words.py",
        "Of several series on one topic the one with the newest figure counts.",
        "tests/components/home/test_home.py",
        "test_of_two_series_on_one_topic_the_newest_answers",
    ),
    (
        "components/home/gaps.py",
        "is last known and does not decide",
        "tests/components/home/test_home.py",
        "test_whether_everyone_is_back_rests_on_gaps_of_today_alone",
    ),
    (
        "data_loaders/released/csv_columns.py",
        "once for each area, in its first row",
        "tests/pages/test_care.py",
        "test_a_figures_caveats_follow_it_everywhere",
    ),
    (
        "components/privacy/words.py",
        "Which of the two is never said",
        "tests/pages/test_reasons.py",
        "test_a_figure_we_hide_has_the_one_public_reason",
    ),
    (
        "components/data/indicator.py",
        "never a zero",
        "tests/data_loaders/released/test_csv_rows.py",
        "test_a_withheld_value_is_empty_and_a_zero_is_zero",
    ),
)


@cache
def registry() -> dict[str, list[str]]:
    """How tied sentences begin, by test; descriptions under the empty name."""
    held = tomllib.loads(REGISTRY.read_text("utf-8"))
    tied = {each["test"]: each["begins"] for each in held["tied"]}
    assert len(tied) == len(held["tied"]), "a test stands twice"
    return {**tied, "": [*held["description"]["begins"], *held["publishers"]["begins"]]}


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence of the pages with the file it is written in."""
    for paragraph in _paragraphs(README.read_text("utf-8")):
        yield from (("README.md", each) for each in _parted(paragraph))
    for path in ROOMS:
        for text in _messages(path):
            yield from ((str(path.relative_to(ROOT)), each) for each in _parted(text))
    yield "data_loaders/vocabulary/terms.py", NO_LICENSE
    for source in SOURCES:
        yield from ((source.id, each) for each in _of_policy(source))


def _of_policy(source: Source) -> Iterator[str]:
    """Every sentence of a public source on its privacy, revisions and terms."""
    policy, terms = source.policy, source.terms_of_use
    told = (policy.plain, policy.publisher_rule, policy.revision, policy.retention)
    for text in (*told, terms.stated, terms.available, terms.shared_under):
        yield from _parted(text)


def _paragraphs(text: str) -> Iterator[str]:
    """Prose of a Markdown file: no code, tables, lists or headings."""
    plain = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    for block in plain.split("\n\n"):
        if not block.strip().startswith(("|", "#", "-", "!")):
            yield " ".join(block.split())


def _messages(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if is_call and node.func.id in ("_", "ngettext"):
            texts = [each.value for each in node.args[:2] if isinstance(each, ast.Constant)]
            yield from (text for text in texts if isinstance(text, str))


def _parted(text: str) -> list[str]:
    parts = END.split(" ".join(text.split()))
    return [
        part for part in parts if len(part.split()) >= FEWEST_WORDS and part.endswith((".", "!"))
    ]


def test_every_sentence_is_tied_to_a_test_or_known_to_describe() -> None:
    known = tuple(begin for begins in registry().values() for begin in begins)
    new = [(place, each) for place, each in sentences() if not each.startswith(known)]
    assert new == [], "tie each to a test in tests/claims.toml, or list it as a description"


def test_a_new_sentence_is_found() -> None:
    known = tuple(begin for begins in registry().values() for begin in begins)
    assert not "No number here was ever wrong.".startswith(known)
    assert _parted("It is so. **Bold** promises stand too.") == ["**Bold** promises stand too."]


def test_the_registry_holds_no_sentence_that_is_gone() -> None:
    said = [each for _place, each in sentences()]
    begins = [begin for begins in registry().values() for begin in begins]
    assert [each for each in begins if not any(one.startswith(each) for one in said)] == []
    assert len(begins) == len(set(begins))


@pytest.mark.parametrize("test", [test for test in registry() if test])
def test_a_tied_test_is_there_and_is_run(test: str) -> None:
    path, name = test.split("::")
    functions = {
        node.name: node
        for node in ast.parse((ROOT / path).read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert name.startswith("test_")
    assert name in functions
    marks = [ast.unparse(each) for each in functions[name].decorator_list]
    assert not [each for each in marks if "skip" in each or "xfail" in each]
    assert [node for node in ast.walk(functions[name]) if isinstance(node, ast.Assert | ast.Call)]


def test_invented_groups_go_by_letters() -> None:
    """No title of a partner's figure on people says the name of a group but by its letter."""
    grouped = [
        each
        for module in PARTNERS
        for each in module.SOURCE.indicators
        if re.search(r"race|ethnic|gender", each.id)
    ]
    assert grouped
    for each in grouped:
        assert re.search(r"group [A-Z]$|any other answer$", each.title), each.title


@pytest.mark.parametrize(("file", "words", "test_file", "test"), CLAIMS)
def test_a_claim_stands_and_so_does_its_test(
    file: str, words: str, test_file: str, test: str
) -> None:
    said = " ".join((ROOT / file).read_text("utf-8").replace('"', " ").split())
    assert words in said
    assert f"def {test}(" in (ROOT / test_file).read_text("utf-8")
