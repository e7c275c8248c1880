"""The scan of published files: one thing out of place in any of them is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_loaders.observations.parquet import RANGE, write_observations
from data_loaders.observations.table import COLUMNS
from data_loaders.privacy.audit import files, publisher_checks
from data_loaders.privacy.audit.leak_scan import frame_leaks, table_differences
from data_loaders.privacy.tables.noisy import with_range
from data_loaders.privacy.treatment.noised import noised
from data_loaders.released.packing import packed
from data_loaders.released.release import FileEntry, Manifest, ShownOnly
from data_loaders.vocabulary.frames import Frame, FrameEntry, Index
from data_loaders.vocabulary.model import Geography, Publication
from tests.support.privacy import made, released
from tests.support.tiny import COURTS, LISTINGS, MONTHLY, observed

APRIL = (date(2021, 4, 1), date(2021, 4, 30))
MAY = (date(2021, 5, 1), date(2021, 5, 31))
FRAME = Frame(
    "filings",
    Geography.BOROUGH,
    "all",
    (APRIL, MAY),
    ("BX", "BK"),
    ((3, None), (0, 4.5)),
    ("nR", "np"),
)
OTHER = replace(FRAME, industry_id="rent", areas=("BX",), values=((7, 8),), statuses=("nn",))
HEADER = "area_id,industry_id,period_start,value,value_status,value_reason"
ROWS = (
    "BX,all,2021-04-01,3,normal,",
    "BX,all,2021-05-01,,withheld,site_rule",
    "BK,all,2021-04-01,0,normal,",
    "BK,all,2021-05-01,4.5,provisional,",
)
OTHER_ROWS = ("BX,rent,2021-04-01,7,normal,", "BX,rent,2021-05-01,8,normal,")


def table_of(folder: Path, *rows: str) -> Path:
    path = folder / "filings_borough.csv"
    path.write_text("\n".join([HEADER, *rows, ""]), "utf-8")
    return path


@pytest.mark.parametrize(
    ("values", "leaks"),
    [
        (((3, None), (0, 4.5)), 0),
        (((3, 9), (0, 4.5)), 1),
        (((3, 0), (0, 4.5)), 1),
        (((None, None), (0, 4.5)), 1),
        (((None, 9), (None, None)), 4),
    ],
)
def test_a_cell_of_a_frame_has_a_value_where_its_status_says_so_and_nowhere_else(
    values: tuple[tuple[float | None, ...], ...], leaks: int
) -> None:
    assert frame_leaks(replace(FRAME, values=values)) == leaks


@pytest.mark.parametrize(
    ("place", "row", "differences"),
    [
        (0, ROWS[0], 0),
        (0, "BX,all,2021-04-01,4,normal,", 2),
        (1, "BX,all,2021-05-01,2,withheld,site_rule", 2),
        (1, "BX,all,2021-05-01,,withheld,publisher_hid", 2),
        (1, "BX,all,2021-05-01,,not_reported,site_rule", 2),
        (2, "BX,all,2021-04-01,0,normal,", 2),
        (2, "BK,food,2021-04-01,0,normal,", 2),
        (3, "BK,all,2021-06-01,4.5,provisional,", 2),
    ],
)
def test_a_table_and_its_frame_differ_by_every_cell_that_is_not_the_same(
    tmp_path: Path, place: int, row: str, differences: int
) -> None:
    rows = [*ROWS[:place], row, *ROWS[place + 1 :]]
    assert table_differences(table_of(tmp_path, *rows), [FRAME]) == differences


def test_a_table_of_two_frames_may_hold_its_rows_in_any_order_and_each_of_them(
    tmp_path: Path,
) -> None:
    both = [FRAME, OTHER]
    assert table_differences(table_of(tmp_path, *ROWS, *OTHER_ROWS), both) == 0
    assert table_differences(table_of(tmp_path, *OTHER_ROWS, *ROWS), both) == 0
    assert table_differences(table_of(tmp_path, *ROWS), both) == 2
    assert table_differences(table_of(tmp_path, *ROWS, *OTHER_ROWS[:1]), both) == 1
    swapped = [*ROWS, OTHER_ROWS[0], OTHER_ROWS[1].replace(",8,", ",9,")]
    assert table_differences(table_of(tmp_path, *swapped), both) == 2
    assert table_differences(table_of(tmp_path, *ROWS, *OTHER_ROWS), [FRAME]) == 2


def test_codes_of_areas_are_compared_as_text(tmp_path: Path) -> None:
    zips = replace(FRAME, areas=("00501", "10001"))
    rows = [row.replace("BX", "00501").replace("BK", "10001") for row in ROWS]
    assert table_differences(table_of(tmp_path, *rows), [zips]) == 0
    short = [row.replace("00501", "501") for row in rows]
    assert table_differences(table_of(tmp_path, *short), [zips]) == 4


def written(folder: Path, **changed: object) -> Path:
    """A file of observations as published, with columns changed or added."""
    table = observed(MONTHLY, "filings")
    table = table.assign(reason=table["status"].map({"withheld": "site_rule"}).fillna(""))
    path = folder / "observations" / "courts.parquet"
    write_observations(path, table)
    if changed:
        arrow = pq.read_table(path).to_pandas().assign(**changed)
        pq.write_table(pa.Table.from_pandas(arrow, preserve_index=False), path)
    return path


def test_a_file_of_observations_holds_its_columns_and_no_value_that_is_hidden(
    tmp_path: Path,
) -> None:
    path = written(tmp_path)
    assert files.parquet_leaks(path) == 0
    values = pq.read_table(path)["value"].to_pylist()
    hidden = pq.read_table(path)["status"].to_pylist().index("withheld")
    assert values[hidden] is None
    leaking = [4.0 if place == hidden else value for place, value in enumerate(values)]
    assert files.parquet_leaks(written(tmp_path, value=leaking)) == 1
    assert files.parquet_leaks(written(tmp_path, contributors=12, largest=3)) == 2
    lower, upper = RANGE
    assert files.parquet_leaks(written(tmp_path, **{lower: 1.0, upper: 2.0})) == 2


def test_a_column_that_lacks_is_found_and_reasons_may(tmp_path: Path) -> None:
    path = written(tmp_path)
    table = pq.read_table(path)
    pq.write_table(table.drop_columns(["reason"]), path)
    assert files.parquet_leaks(path) == 0
    pq.write_table(
        table.drop_columns(["status", "reason"])
        .append_column("status", pa.array(["normal"] * len(table)))
        .drop_columns(["period_end"]),
        path,
    )
    assert files.parquet_leaks(path) == 1


def test_a_note_in_the_metadata_of_a_file_is_found(tmp_path: Path) -> None:
    path = written(tmp_path)
    table = pq.read_table(path).replace_schema_metadata({"made of": "4 people"})
    pq.write_table(table, path)
    assert files.parquet_leaks(path) == 1


def noted_on_a_column(table: pa.Table) -> pa.Table:
    fields = [
        each.with_metadata({"was": "4"}) if each.name == "value" else each for each in table.schema
    ]
    return table.cast(pa.schema(fields))


def noted_for_pandas(table: pa.Table) -> pa.Table:
    usual = pa.Schema.from_pandas(table.to_pandas(), preserve_index=False).metadata or {}
    note = msgspec.json.decode(usual[b"pandas"]) | {"attributes": {"BX": 4}}
    return table.replace_schema_metadata({b"pandas": msgspec.json.encode(note)})


def with_a_word_of_no_row(table: pa.Table) -> pa.Table:
    words = table["status"].combine_chunks().dictionary_encode()
    more = pa.concat_arrays([words.dictionary.cast(pa.string()), pa.array(["BX is 4"])])
    listed = pa.DictionaryArray.from_arrays(words.indices, more)
    return table.set_column(table.schema.get_field_index("status"), "status", listed)


@pytest.mark.parametrize("hide", [noted_on_a_column, noted_for_pandas, with_a_word_of_no_row])
def test_what_is_told_beside_the_rows_of_a_file_is_found(
    tmp_path: Path, hide: Callable[[pa.Table], pa.Table]
) -> None:
    """A reader of rows sees nothing of it; whoever opens the file otherwise does."""
    path = written(tmp_path)
    table = pq.read_table(path).replace_schema_metadata(None)
    pq.write_table(hide(table), path)
    assert pq.read_table(path).to_pylist() == table.to_pylist()
    assert files.parquet_leaks(path) == 1


@pytest.mark.parametrize(("bits", "leaks"), [(0, 0), (5, 1), (-(2**63), 0)])
def test_bits_of_a_missing_number_that_say_more_are_found(
    tmp_path: Path, bits: int, leaks: int
) -> None:
    path = written(tmp_path)
    table = pq.read_table(path)
    values = np.array([np.nan if v is None else v for v in table["value"].to_pylist()])
    whole = values.view(np.int64)
    whole[np.isnan(values)] |= np.int64(bits)
    place = table.schema.get_field_index("value")
    marked = table.set_column(place, "value", pa.array(values, from_pandas=False))
    pq.write_table(marked, path)
    assert files.parquet_leaks(path) == leaks


def test_what_a_manifest_does_not_name_is_stray(tmp_path: Path) -> None:
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv" / "a.csv").write_text("a")
    (tmp_path / "draft.txt").write_text("b")
    assert files.stray_files(tmp_path) == 0  # nothing is finished yet
    entry = FileEntry("", 1)
    manifest = Manifest("2021-06-01", date(2021, 6, 1), False, "1", "feeds", {"csv/a.csv": entry})
    (tmp_path / "manifest.json").write_bytes(msgspec.json.encode(manifest))
    (tmp_path / "manifest.json.sig").write_text("")
    assert files.stray_files(tmp_path) == 1
    (tmp_path / "draft.txt").unlink()
    (tmp_path / "shown").mkdir()
    (tmp_path / "shown" / "f.json").write_text("c")
    listed = ShownOnly((), {"shown/f.json": entry})
    (tmp_path / "shown_only.json").write_bytes(msgspec.json.encode(listed))
    assert files.stray_files(tmp_path) == 2  # a list that the manifest does not pin names none
    pinned = replace(manifest, shown_only=entry)
    (tmp_path / "manifest.json").write_bytes(msgspec.json.encode(pinned))
    assert files.stray_files(tmp_path) == 0


def test_observations_are_read_in_the_order_of_their_file(tmp_path: Path) -> None:
    path = written(tmp_path)
    table = pq.read_table(path)
    pq.write_table(table.take([3, 2, 1, 0]), path)
    read = files.written_order(path)
    assert list(read.columns) == COLUMNS
    assert read["area_id"].tolist() == table["area_id"].to_pylist()[::-1]
    assert read["status"].dtype == read["area_id"].dtype == observed(MONTHLY, "x")["status"].dtype
    assert read["period_start"].dtype == read["period_end"].dtype == "datetime64[ms]"
    pq.write_table(table.drop_columns(["reason"]), path)
    assert files.written_order(path)["reason"].tolist() == [""] * 4


def test_frames_make_the_observations_that_they_are_of() -> None:
    table = files.from_frames([OTHER, FRAME])
    rows = table[["area_id", "industry_id", "value", "status", "reason"]].astype(object)
    assert rows.where(rows.notna(), None).to_numpy().tolist() == [
        ["BK", "all", 0.0, "normal", ""],
        ["BK", "all", 4.5, "provisional", ""],
        ["BX", "all", 3.0, "normal", ""],
        ["BX", "rent", 7.0, "normal", ""],
        ["BX", "all", None, "withheld", "site_rule"],
        ["BX", "rent", 8.0, "normal", ""],
    ]
    assert set(table["indicator_id"]) == {"filings"}
    assert set(table["geography"]) == {"borough"}
    assert table["period_end"].max() == pd.Timestamp("2021-05-31")
    empty = files.from_frames([])
    assert (len(empty), list(empty.columns)) == (0, COLUMNS)


NOISY = released.source(made.NOISY, made.CLIENTS)


@pytest.mark.parametrize(("column", "by"), [("lower", 1.0), ("upper", -1.0), ("", 0.0)])
def test_a_range_that_is_not_that_of_its_rule_is_found(
    tmp_path: Path, column: str, by: float
) -> None:
    """A range drawn closer around a figure would say how far off that one is."""
    table = noised(made.counted(), made.NOISY, [made.CLIENTS], [], made.BOROUGHS, made.steps)
    grid = made.NOISY.publication_grid
    assert grid is not None
    ranged = with_range(table, made.NOISE, grid, made.BOROUGHS)
    if column:
        ranged.loc[ranged.index[3], column] += by
    path = tmp_path / "observations" / "clients.parquet"
    write_observations(path, ranged)
    assert files.other_ranges(path, NOISY, made.BOROUGHS) == (1 if column else 0)
    assert files.parquet_leaks(path, is_noisy=True) == 0
    assert files.parquet_leaks(path) == 2
    write_observations(path, table)
    assert files.other_ranges(path, NOISY, made.BOROUGHS) == 0


def folder_of(folder: Path, *frames: Frame, shows: bool = False) -> tuple[Path, Index]:
    """A release folder of frames, and its index."""
    entries = []
    for number, frame in enumerate(frames):
        (folder / "frames").mkdir(parents=True, exist_ok=True)
        (folder / f"frames/{number}.json").write_bytes(packed(frame))
        entries.append(
            FrameEntry(
                frame.indicator_id,
                frame.geography,
                frame.industry_id,
                f"frames/{number}.json",
                APRIL[0],
                MAY[1],
            )
        )
    tables = {} if shows else {"filings_borough": "filings_borough.csv"}
    return folder, Index(tuple(entries), {}, tables)


def checks_of(folder: Path, index: Index, source: object = COURTS) -> dict[str, tuple[int, int]]:
    found = publisher_checks.source_audit(folder, index, source)  # pyright: ignore[reportArgumentType]
    assert all(check.passed == (check.failures == 0) for check in found.checks)
    return {check.id: (check.failures, check.checked) for check in found.checks}


def test_a_publishers_source_is_counted_and_every_check_says_what_it_looked_at(
    tmp_path: Path,
) -> None:
    written(tmp_path)
    table_of(tmp_path, *ROWS)
    folder, index = folder_of(tmp_path, FRAME)
    audit = publisher_checks.source_audit(folder, index, COURTS)
    assert publisher_checks.against_terms(folder, index, COURTS) == 0
    assert (audit.source_id, audit.treatment) == ("courts", "publisher")
    assert (audit.cells, audit.withheld) == (4, 1)
    assert [(each.id, each.failures, each.checked, each.note) for each in audit.checks] == [
        ("promises", 0, 4, ""),
        ("terms", 0, 1, "its figures are passed on"),
        ("A11", 0, 4, ""),
        ("A12", 0, 2, ""),
    ]
    titles = [each.title for each in audit.checks]
    assert titles[:2] == [publisher_checks.PROMISES, publisher_checks.TERMS]
    assert [title.split()[0] for title in titles[2:]] == ["Leak", "Negative"]


def test_each_fault_of_a_publishers_source_fails_its_own_check(tmp_path: Path) -> None:
    written(tmp_path)
    table_of(tmp_path, *ROWS[:3])
    folder, index = folder_of(tmp_path, FRAME)
    assert checks_of(folder, index)["A11"] == (1, 4)
    written(tmp_path, value=[10.0, 12.5, 4.0, 0.0])
    found = publisher_checks.source_audit(folder, index, COURTS).checks[0]
    assert (found.passed, found.failures, found.checked) == (False, 1, 0)
    assert "contradict their status" in found.note
    assert found.title == publisher_checks.PROMISES
    (tmp_path / "observations" / "courts.parquet").unlink()
    assert checks_of(folder, index)["promises"] == (1, 0)


def test_a_value_that_frame_and_table_share_is_found_all_the_same(tmp_path: Path) -> None:
    leaking = replace(FRAME, values=((3, 9), (0, 4.5)))
    table_of(tmp_path, ROWS[0], ROWS[1].replace(",,withheld", ",9,withheld"), *ROWS[2:])
    folder, index = folder_of(tmp_path, FRAME)
    assert publisher_checks.leak_scan(folder, index, COURTS, [leaking], 4).failures == 1


def test_frames_of_other_sources_are_not_its_own(tmp_path: Path) -> None:
    folder, index = folder_of(tmp_path, FRAME, replace(FRAME, indicator_id="rent"))
    assert publisher_checks.frames_of(folder, index, COURTS) == [FRAME]


def test_what_may_only_be_shown_is_nowhere_to_be_taken(tmp_path: Path) -> None:
    shown = replace(FRAME, indicator_id="rent")
    folder, index = folder_of(tmp_path, shown, shows=True)
    assert LISTINGS.publication is Publication.SHOW
    promised, terms, *_ = publisher_checks.source_audit(folder, index, LISTINGS).checks
    assert terms.title == publisher_checks.TERMS
    assert promised.note == "checked before its frames were made"
    assert promised.title == publisher_checks.PROMISES
    assert checks_of(folder, index, LISTINGS) == {
        "promises": (0, 0),
        "terms": (0, 1),
        "A11": (0, 4),
        "A12": (0, 1),
    }
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv" / "SIMULATED_rent_borough.csv").write_text("")
    (tmp_path / "csv" / "filings_borough.csv").write_text("")
    assert checks_of(folder, index, LISTINGS)["terms"] == (1, 1)
    (tmp_path / "observations").mkdir()
    (tmp_path / "observations" / "listings.parquet").write_text("")
    assert checks_of(folder, index, LISTINGS)["terms"] == (2, 1)
    (tmp_path / "index.json").write_bytes(msgspec.json.encode(index))
    assert checks_of(folder, index, LISTINGS)["terms"] == (3, 1)
    named = replace(index, tables={"rent_borough": "csv/rent_borough.csv"})
    assert checks_of(folder, named, LISTINGS)["terms"] == (4, 1)


def test_a_scan_that_looks_at_frames_only_or_at_tables_only_fails_its_control(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path)
    table_of(tmp_path, *ROWS)
    folder, index = folder_of(tmp_path, FRAME)
    for blind in ("frame_leaks", "table_differences"):
        with monkeypatch.context() as patch:
            patch.setattr(publisher_checks, blind, lambda *_: 0)
            assert checks_of(folder, index)["A12"] == (1, 2)


def test_the_control_breaks_the_first_frame_that_has_a_value(tmp_path: Path) -> None:
    """Where nothing is published there is nothing to break, and the control says it tried none."""
    hidden = replace(FRAME, values=((None, None), (None, None)), statuses=("RR", "RR"))
    table_of(tmp_path, *ROWS, *OTHER_ROWS)
    folder, index = folder_of(tmp_path, hidden)
    scanned = publisher_checks.scan_controls(folder, index, COURTS, [hidden])
    assert (scanned.failures, scanned.checked, scanned.passed) == (0, 0, True)
    half = replace(FRAME, values=((None, 3), (0, 4.5)), statuses=("Rn", "np"))
    broken = publisher_checks._with_a_withheld_value([hidden, half, OTHER])  # noqa: SLF001
    assert broken == [replace(half, statuses=("Rw", "np")), hidden, OTHER]
    second = publisher_checks._with_a_withheld_value(
        [
            replace(
                half,
                statuses=("Rn", "np"),  # noqa: SLF001
                values=((None, None), (0, 4.5)),
            )
        ]
    )
    assert second is not None
    assert second[0].statuses == ("Rn", "wp")
