"""Anyone's tables: CSV in, report out."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from data_loaders.__main__ import app
from data_loaders.vocabulary.installation import ROOT

AREAS = ("north", "south", "east")
CELLS = {"north": (4, 60, 30), "south": (25, 41, 70), "east": (33, 52, 48)}
SQUARE = {("north", "a"), ("north", "b"), ("south", "a"), ("south", "b")}


def table(hidden: set[tuple[str, str]], more: dict[tuple[str, str], int] | None = None) -> str:
    """A table of three areas × three categories with its margins, as CSV."""
    cells = {
        (area, name): number
        for area in AREAS
        for name, number in zip("abc", CELLS[area], strict=True)
    }
    for cell, number in (more or {}).items():
        cells[cell] += number
    for area in AREAS:
        cells[area, "all"] = sum(cells[area, name] for name in "abc")
    for name in ("a", "b", "c", "all"):
        cells["whole", name] = sum(cells[area, name] for area in AREAS)
    lines = ["period,area,within,category,value"]
    for (area, name), number in cells.items():
        within = "" if area == "whole" else "whole"
        lines.append(f"2026,{area},{within},{name},{'' if (area, name) in hidden else number}")
    return "\n".join(lines)


def attacked(tmp_path: Path, *texts: str) -> tuple[int, str]:
    paths = [tmp_path / f"{number}.csv" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, "utf-8")
    done = CliRunner().invoke(app, ["attack", *map(str, paths)])
    return done.exit_code, done.output


def test_a_sound_table_is_said_to_be(tmp_path: Path) -> None:
    code, said = attacked(tmp_path, table(SQUARE))
    assert (code, "Nothing found out" in said, "4 withheld, 0 exact" in said) == (0, True, True)


def test_a_single_gap_is_exact(tmp_path: Path) -> None:
    code, said = attacked(tmp_path, table({("north", "a")}))
    assert (code, "1 withheld, 1 exact" in said) == (1, True)


@pytest.mark.parametrize(
    ("later", "hidden"), [({("east", "c"): 1}, SQUARE), ({("north", "a"): 2}, SQUARE), ({}, set())]
)
def test_two_files_tell_what_lies_between(
    tmp_path: Path, later: dict[tuple[str, str], int], hidden: set[tuple[str, str]]
) -> None:
    code, said = attacked(tmp_path, table(SQUARE), table(hidden, later))
    assert code == 1
    assert "Between files: 0" not in said


def test_three_files_tell_what_lies_between_first_and_third(tmp_path: Path) -> None:
    grown, back = table(SQUARE, {("east", "c"): 30}), table(SQUARE, {("east", "c"): 1})
    code, said = attacked(tmp_path, table(SQUARE), grown)
    assert (code, "Between files: 0" in said) == (0, True)
    code, said = attacked(tmp_path, grown, back)
    assert (code, "Between files: 0" in said) == (0, True)
    code, said = attacked(tmp_path, table(SQUARE), grown, back)
    assert (code, "Between files: 0" in said) == (1, False)


def test_what_is_no_table_is_said_in_words(tmp_path: Path) -> None:
    for text, word in (("a,b\n1,2", "no column"), (table(SQUARE) + "\n2026,x,y,a,3", "within")):
        code, said = attacked(tmp_path, text)
        assert code == 1
        assert word in said
        assert "Traceback" not in said


def half_year(corner: int, opposite: int) -> str:
    """Two quarters with a square of gaps each, and the half year they add up to, all shown."""
    lines = ["period,period_within,area,within,category,value"]
    totals: dict[tuple[str, str], int] = {}
    for quarter, small in (("q1", {("north", "a"): corner}), ("q2", {("south", "b"): opposite})):
        cells = {(area, name): 33 for area in AREAS for name in "abc"}
        cells |= {("north", "a"): 47, ("south", "a"): 52, ("south", "b"): 40} | small
        for area in AREAS:
            cells[area, "all"] = sum(cells[area, name] for name in "abc")
        for name in ("a", "b", "c", "all"):
            cells["whole", name] = sum(cells[area, name] for area in AREAS)
        for (area, name), number in cells.items():
            totals[area, name] = totals.get((area, name), 0) + number
            shown = "" if (area, name) in SQUARE else number
            lines.append(
                f"{quarter},half,{area},{'' if area == 'whole' else 'whole'},{name},{shown}"
            )
    for (area, name), number in totals.items():
        lines.append(f"half,,{area},{'' if area == 'whole' else 'whole'},{name},{number}")
    return "\n".join(lines)


def test_quarters_and_the_half_year_are_attacked_together(tmp_path: Path) -> None:
    code, said = attacked(tmp_path, half_year(3, 5))
    assert (code, "8 withheld in sums over periods or tables, 2 found out" in said) == (1, True)
    assert "4 withheld, 0 exact, 0 too narrow" in said
    code, said = attacked(tmp_path, half_year(3, 25))
    assert (code, "8 withheld in sums over periods or tables, 0 found out" in said) == (0, True)


def test_a_longer_period_without_lines_is_said_in_words(tmp_path: Path) -> None:
    code, said = attacked(tmp_path, half_year(3, 25).replace("q1,half", "q1,year"))
    assert code == 1
    assert "no line of year, north, a, named in `period_within`" in said.replace("\n", " ")


def test_men_and_women_add_up_to_all(tmp_path: Path) -> None:
    """The sums of both in the table of all tie their gaps."""
    quarters = half_year(3, 25).replace("period,period_within", "table,period,table_within")
    text = quarters.replace("\nq1,half", "\nmen,2026,all").replace("\nq2,half", "\nwomen,2026,all")
    code, said = attacked(tmp_path, text.replace("\nhalf,,", "\nall,2026,,"))
    assert (code, "8 withheld in sums over periods or tables, 0 found out" in said) == (0, True)


def test_what_the_guide_shows_is_what_comes_out(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "attack.md").read_text("utf-8")
    given, said = (
        guide.split(fence, 1)[1].split("```", 1)[0]
        for fence in ("```csv\n", "## What comes out\n\n```\n")
    )
    assert attacked(tmp_path, given) == (0, said)
