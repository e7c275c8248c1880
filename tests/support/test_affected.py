"""`make check` runs the tests of what changed, nearest first, within its seconds."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import affected, ran
from tests.support.affected import (
    Selection,
    cases_of_pages,
    changed_since,
    default_base,
    select,
    selection,
    told,
)
from tests.support.imports import imports
from tests.support.ran import (
    Stopwatch,
    known_seconds,
    passed_commit,
    record_passed,
    seconds_of_files,
)


def git(root: Path, *words: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    command = ["git", *identity, *words]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    for name, text in {
        "words.py": "",
        "pages.py": "import words\n",
        "tests/test_words.py": "import words\n",
        "tests/test_pages.py": "import pages\n",
        "tests/test_other.py": "",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    git(tmp_path, "init", "-q", "-b", "main", "tree")
    git(root, "add", ".")
    git(root, "commit", "-qm", "Begin")
    return root


def test_files_changed_added_moved_and_removed_differ_from_a_commit(tree: Path) -> None:
    (tree / "words.py").write_text("a = 1\n")
    (tree / "new.py").write_text("")
    git(tree, "mv", "tests/test_other.py", "tests/test_moved.py")
    assert changed_since("HEAD", tree) == [
        "new.py",
        "tests/test_moved.py",
        "tests/test_other.py",
        "words.py",
    ]


def test_tests_of_what_changed_run_the_nearest_first(tree: Path) -> None:
    assert selection(["words.py"], 60, tree).now == ("tests/test_words.py", "tests/test_pages.py")
    assert selection(["pages.py"], 60, tree).now == ("tests/test_pages.py",)
    assert selection([], 60, tree).now == ()


def test_tests_of_a_removed_module_run(tree: Path) -> None:
    (tree / "words.py").unlink()
    assert "tests/test_words.py" in selection(["words.py"], 60, tree).now


def test_a_removed_test_is_not_asked_for(tree: Path) -> None:
    (tree / "tests" / "test_words.py").unlink()
    assert selection(["tests/test_words.py"], 60, tree).now == ()


def test_farther_tests_are_left_out_when_the_seconds_are_used_up() -> None:
    dependents = {"tests/test_far.py": 3, "tests/test_near.py": 1, "tests/test_quick.py": 4}
    seconds = {"tests/test_near.py": 50.0, "tests/test_far.py": 30.0, "tests/test_quick.py": 5.0}
    chosen = select(dependents, seconds, 60)
    assert chosen.now == ("tests/test_near.py", "tests/test_quick.py")
    assert chosen.later == ("tests/test_far.py",)


def test_tests_of_the_same_room_come_before_those_that_walk_over_all_modules() -> None:
    changed = {"components/place/verdict.py": 0}
    walking = {"tests/test_layers.py": 1, "tests/test_limits.py": 1}
    chosen = select(
        {**changed, **walking, "tests/components/place/test_place.py": 2},
        {"tests/test_layers.py": 30.0, "tests/test_limits.py": 20.0},
        31,
    )
    assert chosen.now == ("tests/components/place/test_place.py", "tests/test_limits.py")


def test_a_changed_test_runs_however_long_it_lasts() -> None:
    assert select({"tests/test_long.py": 0}, {"tests/test_long.py": 500.0}, 60).now


def test_where_nothing_ran_yet_files_last_as_long_as_when_they_were_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Else a first `make check` in a clean clone would take the longest files for quick ones."""
    nothing = tmp_path / "none"
    monkeypatch.setattr(affected, "known_seconds", lambda: known_seconds(nothing))
    measured = known_seconds(nothing)
    assert measured == seconds_of_files(ran.SHIPPED)
    assert max(measured.values()) > affected.UNKNOWN_SECONDS
    near = selection(["components/place/verdict.py"], affected.SECONDS).now
    assert "tests/components/place/test_verdict.py" in near
    assert sum(measured.get(name, 0) for name in near) <= affected.SECONDS


@pytest.fixture(scope="module")
def of_this_project() -> Iterator[Callable[[str], Selection]]:
    """What is run where one file of this project was changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(affected, "known_seconds", lambda: known_seconds(Path("none")))
        patch.setattr(affected, "read_imports", lambda _root, _gone: imports())
        yield lambda changed: selection([changed], affected.SECONDS)


@pytest.mark.parametrize(
    ("changed", "first"),
    [
        ("assets/map.js", "browser/test_map.py"),
        ("assets/drawing.js", "browser/test_map.py"),
        ("assets/site.css", "browser/test_map.py"),
        ("assets/search.js", "browser/test_search.py"),
        ("assets/trends.js", "browser/test_charts.py"),
        ("tests/scripts/zoom.test.mjs", "test_scripts.py"),
        ("pages/place.py", "components/place/test_place.py"),
        ("components/place/words.py", "components/place/test_place.py"),
        (
            "data_loaders/sources/public/opentable.py",
            "data_loaders/sources/public/test_opentable.py",
        ),
        (
            "data_loaders/privacy/treatment/suppress.py",
            "data_loaders/privacy/treatment/test_suppress.py",
        ),
        ("data/contracts/opentable.odcs.yaml", "data_loaders/test_contracts.py"),
        ("data/geography/areas.json", "data_loaders/curate/geography/test_areas.py"),
        ("data/figure_names.csv", "components/search/test_figure_names.py"),
        ("data/records/uses/IDS", "data_loaders/records/test_records.py"),
        ("deploy/nginx.conf", "deploy/test_deploy.py"),
        ("docs/operate.md", "deploy/test_operate.py"),
        ("requirements.txt", "deploy/test_deploy.py"),
    ],
)
def test_every_kind_of_file_has_its_own_tests_run_first(
    of_this_project: Callable[[str], Selection], changed: str, first: str
) -> None:
    assert f"tests/{first}" in of_this_project(changed).now[:3]


def test_tests_of_every_page_are_near_a_changed_page(
    of_this_project: Callable[[str], Selection],
) -> None:
    of_page = {"tests/api/test_page_scripts.py", "tests/pages/test_translatable.py"}
    assert of_page <= set(of_this_project("pages/words.py").now)


def test_a_browser_opens_a_changed_page_alone() -> None:
    assert cases_of_pages(["pages/words.py", "pages/__init__.py", "components/place/words.py"]) == (
        affected.ONE_PAGE.format(path="/words"),
    )
    # Of another side, and gone.
    assert cases_of_pages(["pages/demo.py", "pages/gone.py"]) == ()
    file, _colons, case = affected.ONE_PAGE.partition("::")
    assert f"def {case.partition('[')[0]}(" in (affected.ROOT / file).read_text("utf-8")


@pytest.mark.parametrize("changed", ["assets/types.d.ts", "tsconfig.json", "eslint.config.mjs"])
def test_what_lint_alone_reads_asks_for_no_test(
    of_this_project: Callable[[str], Selection], changed: str
) -> None:
    assert of_this_project(changed) == Selection((), (), ())


def test_a_file_that_is_not_python_gives_no_module_another_type() -> None:
    assert select({"data/areas.json": 0, "pages.py": 1}, {}, 60).typed == ()


def test_the_nearest_tests_left_out_are_named() -> None:
    later = tuple(f"tests/test_{number}.py" for number in range(affected.TOLD + 1))
    said = told(Selection((), later, ()), Path("var/affected"))
    assert said.count("\n") == affected.TOLD
    assert later[0] in said
    assert "9 are left to `make test`, all listed in var/affected.later" in said
    assert told(Selection(("tests/a.py",), (), ()), Path("x")) == "1 test files run."


def test_types_are_checked_of_what_changed_and_of_what_imports_it() -> None:
    distances = {"words.py": 0, "pages.py": 1, "app.py": 2, "tests/test_words.py": 1}
    distances |= {"tests/support/tiny.py": 1}
    assert select(distances, {}, 60).typed == ("pages.py", "tests/support/tiny.py", "words.py")


def test_modules_of_tests_support_are_not_run_as_tests() -> None:
    assert select({"tests/support/kept.py": 0, "components/test_text.py": 0}, {}, 60).now == ()


def test_the_last_commit_that_passed_is_the_base(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_in = tmp_path / "passed"
    monkeypatch.setattr(affected, "passed_commit", lambda: passed_commit(kept_in))
    assert default_base(tree) == "HEAD"
    assert record_passed(tree, kept_in)
    assert default_base(tree) == git(tree, "rev-parse", "HEAD").strip()
    kept_in.write_text("0" * 40)
    assert default_base(tree) == "HEAD"


def test_nothing_is_recorded_as_passed_while_files_differ(tree: Path, tmp_path: Path) -> None:
    (tree / "words.py").write_text("a = 1\n")
    assert not record_passed(tree, tmp_path / "passed")
    assert passed_commit(tmp_path / "passed") == ""


def test_seconds_of_a_part_leave_those_of_the_rest(tmp_path: Path) -> None:
    kept_in = tmp_path / "seconds.json"
    for file, durations in {"tests/a.py": (1.0, 0.5), "tests/b.py": (2.0,)}.items():
        watch = Stopwatch(kept_in)
        for lasted in durations:
            report = pytest.TestReport(
                f"{file}::test", (file, 1, "test"), {}, "passed", None, "call", duration=lasted
            )
            watch.pytest_runtest_logreport(report)
        watch.pytest_sessionfinish()
    assert seconds_of_files(kept_in) == {"tests/a.py": 1.5, "tests/b.py": 2.0}
    assert ran.seconds_of_files(tmp_path / "none") == {}
