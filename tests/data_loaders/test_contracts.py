"""Every source has a contract the standard's schema passes, and a file is checked against one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from datetime import date
from pathlib import Path
from typing import cast

import msgspec
import pytest
import yaml
from typer.testing import CliRunner

from data_loaders.__main__ import app
from data_loaders.command_line.partner_commands import partner
from data_loaders.command_line.record_commands import sources
from data_loaders.curate.contracts.checking import check_contract
from data_loaders.curate.contracts.writing import (
    ContractError,
    contract,
    require_valid,
    template,
    write_contracts,
)
from data_loaders.curate.deliveries.preview import free_port, make_preview
from data_loaders.records.described import CONTRACTS, ENDING, TEMPLATE, described
from data_loaders.records.previewed import REPORT, Preview
from data_loaders.sources import catalog
from data_loaders.vocabulary.installation import ROOT
from data_loaders.vocabulary.progress import Silent

EVERY = {source.id: source for source in sources()}


def test_what_is_committed_is_what_the_modules_say(tmp_path: Path) -> None:
    written = {path.name: path.read_text("utf-8") for path in write_contracts(sources(), tmp_path)}
    shipped = {path.name: path.read_text("utf-8") for path in CONTRACTS.iterdir()}
    assert sorted(shipped) == sorted(written), "run: python -m data_loaders contracts"
    differing = [name for name, text in written.items() if shipped[name] != text]
    assert differing == [], "run `python -m data_loaders contracts`"


@pytest.mark.parametrize("source_id", EVERY)
def test_a_contract_passes_the_schema_of_the_standard(source_id: str) -> None:
    found = yaml.safe_load((CONTRACTS / f"{source_id}{ENDING}").read_text("utf-8"))
    require_valid(found)
    assert found["apiVersion"] == "v3.1.0"
    assert all(table["properties"] for table in found["schema"])
    assert source_id in described()


def test_a_contract_never_tells_the_parameter_kept_private() -> None:
    assert EVERY["ioby"].policy.primary is not None
    text = (CONTRACTS / f"ioby{ENDING}").read_text("utf-8")
    assert "p_percent: 0.0" in text


@pytest.mark.parametrize(
    "change", [{"kind": "Contract"}, {"status": None}, {"apiVersion": "v9"}, {"schema": [{"a": 1}]}]
)
def test_a_contract_that_breaks_the_standard_is_refused(change: dict[str, object]) -> None:
    broken = {**contract(EVERY["bls_laus"]), **change}
    with pytest.raises(ContractError):
        require_valid(broken)


HEAD = "week_start,zip_code,visits,people\r\n"
FINE = HEAD + "2026-11-02,10458,12,9\r\n2026-11-09,10458,,9\r\n"


def checked(tmp_path: Path, text: str, name: str = "visits_2026-11.csv") -> list[str]:
    file = tmp_path / name
    file.write_bytes(text.encode())
    [report] = check_contract(CONTRACTS / TEMPLATE, [file])
    return [finding.sentence for finding in report.findings]


def test_a_file_that_fits_its_contract_passes(tmp_path: Path) -> None:
    assert checked(tmp_path, FINE) == []


@pytest.mark.parametrize(
    ("text", "row", "what"),
    [
        (HEAD + "11/02/2026,10458,1,9\r\n", "row 2", "week_start: no date"),
        (HEAD + "2026-11-02,1045,1,9\r\n", "row 2", "zip_code: not of the pattern"),
        (HEAD + "2026-11-02,10458,1.5,9\r\n", "row 2", "visits: no whole number"),
        (HEAD + "2026-11-02,10458,-1,9\r\n", "row 2", "visits: below 0"),
        (HEAD + "2026-11-02,10458,1,\r\n", "row 2", "people: empty"),
        (HEAD + "2026-11-02,10458,1\r\n", "row 2", "rows without 4 cells"),
        (HEAD, "", "0 rows"),
        ("week_start,zip_code,visits\r\n2026-11-02,10458,1\r\n", "", "columns ['people'] missing"),
        (HEAD.replace("people", "people,name") + "2026-11-02,10458,1,9,x\r\n", "", "unknown"),
    ],
)
def test_what_does_not_fit_is_named_with_its_row(
    tmp_path: Path, text: str, row: str, what: str
) -> None:
    problems = checked(tmp_path, text)
    assert any(what in each and row in each for each in problems), problems
    assert not any("source's module" in each or "%Y" in each for each in problems)


def seen(tmp_path: Path, kind: str, options: dict[str, object], cell: str) -> list[str]:
    """What is wrong with one cell of a column of a type of the standard."""
    column = {"name": "seen", "logicalType": kind, "logicalTypeOptions": options}
    table = {"name": "visits", "logicalType": "object", "properties": [column, {"name": "id"}]}
    document = {**template(), "schema": [table]}
    require_valid(document)
    path, file = tmp_path / "a.odcs.yaml", tmp_path / "a.csv"
    path.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    file.write_text(f"seen,id\n{cell},1\n", "utf-8")
    [report] = check_contract(path, [file])
    return [finding.sentence for finding in report.findings]


JAVA_ISO = {"format": "yyyy-MM-dd'T'HH:mm:ssXXX"}
MOMENTS = [
    ("timestamp", {}, "2026-11-28T09:30:00Z", "28.11.2026 9:30"),
    ("timestamp", {}, "2026-11-28 09:30:00.125", "2026-02-30T09:30:00Z"),
    ("timestamp", {}, "2026-11-28", "soon"),
    ("timestamp", JAVA_ISO, "2026-11-28T09:30:00-05:00", "2026-11-28 09:30"),
    ("timestamp", {"format": "MM/dd/yyyy HH:mm:ss.SSS"}, "11/28/2026 09:30:00.125", "1/1/20"),
    ("timestamp", {}, "2026-11-28T09:30:00Z", "1026-11-28T09:30:00Z"),
    ("time", {}, "09:30:00", "25:00:00"),
    ("time", {"format": "HH:mm"}, "09:30", "09:30:00"),
    ("date", {}, "2026-11-28", "2026-11-28T09:30:00Z"),
    ("date", {"format": "MM/dd/yyyy"}, "11/28/2026", "2026-11-28"),
    ("boolean", {}, "true", "perhaps"),
    ("number", {"maximum": 3}, "2.5", "3.5"),
]


@pytest.mark.parametrize(("kind", "options", "fine", "wrong"), MOMENTS)
def test_every_type_of_the_standard_is_checked(
    tmp_path: Path, kind: str, options: dict[str, object], fine: str, wrong: str
) -> None:
    assert seen(tmp_path, kind, options, fine) == []
    [found] = seen(tmp_path, kind, options, wrong)
    assert "row 2" in found
    assert "%" not in found


def test_every_date_of_a_contract_says_how_it_is_written() -> None:
    for source in EVERY.values():
        for table in cast("list[dict[str, list[dict[str, object]]]]", contract(source)["schema"]):
            for column in table["properties"]:
                if column["logicalType"] in ("date", "timestamp"):
                    assert column["logicalTypeOptions"] == {"format": "yyyy-MM-dd"}


def test_a_file_of_another_name_is_told_the_names_there_are(tmp_path: Path) -> None:
    [found] = checked(tmp_path, FINE, "other.csv")
    assert "no table of the contract is for it" in found


def test_the_command_checks_a_file_against_a_contract(tmp_path: Path) -> None:
    file = tmp_path / "visits_2026-11.csv"
    file.write_text(FINE.replace("9", "-9"), "utf-8")
    arguments = ["check", "--contract", str(CONTRACTS / TEMPLATE), str(file)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert "people: below 0" in result.output
    file.write_text(FINE, "utf-8")
    assert CliRunner().invoke(app, arguments).exit_code == 0


def test_a_contract_that_is_none_is_said_in_words(tmp_path: Path) -> None:
    odd = tmp_path / "odd.yaml"
    for text in ("a: [", "- 1", "", "x: 1"):
        odd.write_text(text, "utf-8")
        result = CliRunner().invoke(app, ["check", "--contract", str(odd), str(odd)])
        assert result.exit_code == 1
        assert "odd.yaml" in result.output


LINKEDIN = "month_begin_date,hiring_rate_sa,mom_change,yoy_change\n2021-04-01,1.10,,\n"


def test_a_preview_is_served_here_alone_and_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "linkedin_hiring_rate_2021-06-15.csv"
    file.write_text(LINKEDIN + "2021-05-01,1.21,0.10,\n", "utf-8")
    port, temporary = free_port(), tmp_path / "tmp"
    temporary.mkdir()
    command = [sys.executable, "-m", "data_loaders", "preview", "linkedin_hiring", str(file)]
    environment = {**os.environ, "TMPDIR": str(temporary), "PUBLIC_URL": ""}
    running = subprocess.Popen([*command, "--port", str(port)], cwd=ROOT, env=environment)
    try:
        page = _page(f"http://127.0.0.1:{port}/preview", running)
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(timeout=30)
    assert "Only this computer can open these pages" in page
    assert "linkedin_hiring_rate_2021-06-15.csv" in page
    assert list(temporary.glob("preview-*")) == []


def _page(address: str, running: subprocess.Popen[bytes]) -> str:
    for _attempt in range(240):
        assert running.poll() is None, "the preview ended by itself"
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the preview was not served")


def test_a_preview_says_how_much_was_read_and_every_remark(tmp_path: Path) -> None:
    file = tmp_path / "linkedin_hiring_rate_2021-06-15.csv"
    # April is left out: shown as not reported, and said.
    file.write_text(LINKEDIN.replace("2021-04-01", "2021-03-01") + "2021-05-01,1.21,,\n", "utf-8")
    (report,) = make_preview(
        partner("linkedin_hiring"), [file], tmp_path / "preview", date(2021, 6, 16), Silent()
    )
    assert report.rows_read == 2
    assert ["months left out: 1" in finding.sentence for finding in report.findings] == [True]
    shown = msgspec.json.decode((tmp_path / "preview" / REPORT).read_bytes(), type=Preview)
    assert [remark.sentence for remark in shown.remarks] == [
        finding.sentence for finding in report.findings
    ]


def test_a_file_with_a_fault_is_not_previewed(tmp_path: Path) -> None:
    file = tmp_path / "linkedin_hiring_rate_2021-06-15.csv"
    file.write_text(LINKEDIN + "2021-05-01,99,0.10,\n", "utf-8")
    result = CliRunner().invoke(app, ["preview", "linkedin_hiring", str(file)])
    assert result.exit_code == 1
    assert "above 10" in result.output


def test_every_partner_names_the_columns_of_its_files() -> None:
    without = [
        file.example
        for module in catalog.PARTNERS
        for file in getattr(module.SOURCE.delivery_format, "files", ())
        if not file.columns
    ]
    assert without == []
