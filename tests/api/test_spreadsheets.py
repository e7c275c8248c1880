"""LibreOffice opens the CSVs with the right types: by double click, and by the steps we give."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.support import libreoffice
from tests.support.made.shipped_digest import shipped_digest
from tests.support.sites import serving_from

pytestmark = pytest.mark.nightly
DATES, NUMBERS = ("period_start", "period_end"), ("value", "shown_value")
WORDS = ("indicator", "area", "unit", "value_status", "source")
VIEWS = (
    "indicator=covid_case_rate&geography=modzcta&figure=map",
    "indicator=unemployment_rate&geography=borough&areas=BX~MN&figure=trends",
    "indicator=card_spending&figure=industries",
)


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FRAME_KEY", "k" * 32)  # none is made in a folder that others read
        with serving_from(shipped_digest()) as made:
            yield made


@pytest.mark.parametrize("view", VIEWS)
def test_a_csv_opens_in_libreoffice_with_the_right_types(
    client: FlaskClient, tmp_path: Path, view: str
) -> None:
    if why := libreoffice.missing():
        pytest.skip(why)
    text = client.get(f"/download.csv?{view}").get_data(as_text=True)
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert rows
    file = tmp_path / "figures.csv"
    file.write_text(text, "utf-8", newline="")
    opened_head, *opened = libreoffice.opened(file, as_text=(head.index("area_id") + 1,))
    assert [cell.value for cell in opened_head[: len(head)]] == head
    assert len(opened) == len(rows)
    for row, cells in zip(rows, opened, strict=True):
        for name, asked, cell in zip(head, row, cells, strict=False):
            if not asked:
                assert cell.type == "", (name, cell)
            elif name in DATES:
                assert (cell.type, cell.value) == ("date", asked), name
            elif name in NUMBERS:
                assert (cell.type, float(cell.value)) == ("float", pytest.approx(float(asked)))
            elif name in (*WORDS, "area_id"):
                assert (cell.type, cell.value) == ("string", asked), name
