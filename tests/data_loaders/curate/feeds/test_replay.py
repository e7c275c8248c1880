"""Feeds as they are on the publishers' servers, replayed on this machine, with every fault."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
import pytest
import tenacity

from data_loaders.curate.feeds import download
from data_loaders.curate.feeds.feeds import cached, fetch, fetched_or_cached
from data_loaders.curate.feeds.mirror import FeedError
from data_loaders.sources import catalog
from data_loaders.sources.public.dhs_shelter import SOURCE as SHELTER
from data_loaders.sources.public.nysdol_qcew import files as qcew_files
from data_loaders.sources.public.nysdol_qcew.source import SOURCE as QCEW
from data_loaders.sources.public.nysdol_qcew.source import read as read_qcew
from data_loaders.vocabulary.model import Feed, FeedFile
from data_loaders.vocabulary.progress import Silent
from tests.support.replay import Replay, replayed

FILE = FeedFile("filings.csv", "https://courts.example/filings.csv")
FEED = Feed("courts", (FILE,))
KEY = "courts.example/filings.csv"
TEXT = "a,b\n1,2\n3,4\n"
COUNTIES = ("Bronx", "Kings", "New York", "Queens", "Richmond")
YEARLY = (
    "area_type,area,ownership,naics,naics_title,year,establishments,average_employment,"
    "total_wage,annual_average_salary\n"
)
QUARTERLY = (
    "area_type,area,year,quarter,ownership,naics,naics_title,establishments,month_1_employment,"
    "month_2_employment,month_3_employment,total_wage\n"
)


class Told(Silent):
    """Keeps what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, sentence: str) -> None:
        self.said.append(sentence)


@pytest.fixture
def replay() -> Iterator[Replay]:
    with replayed() as server:
        server.files[KEY] = TEXT
        yield server


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "wait_exponential", lambda **_: tenacity.wait_none())


def fetched(replay: Replay, folder: Path, feed: Feed = FEED, told: Told | None = None) -> str:
    with replay.client() as http:
        files = fetch("courts", feed, folder, http, told or Told())
    return (files.folder / feed.files[0].name).read_text()


@pytest.mark.parametrize(
    "faults",
    [
        ["429:0"],
        ["429:Wed, 21 Oct 2015 07:28:00 GMT", "429"],
        ["503", "500"],
        ["cut"],
        ["cut", "cut"],
        ["silent"],
    ],
    ids=["429", "429 with a day", "busy", "cut", "cut twice", "silent"],
)
def test_a_fault_that_passes_is_waited_out(
    replay: Replay, tmp_path: Path, faults: list[str]
) -> None:
    replay.faults[KEY] = list(faults)
    assert fetched(replay, tmp_path) == TEXT
    assert len(replay.asked) == len(faults) + 1


@pytest.mark.parametrize(
    ("fault", "asked", "message"),
    [
        ("page", 1, r"a web page in place of the file: '<!DOCTYPE html> <html><title>Down for"),
        ("error", 1, r"an error in place of the file: '{\"error\": true"),
        ("empty", 1, r"answered with an empty file\. Try again later"),
        ("404", 1, r"404: there is no such file any more\. Look for its new address"),
        ("410", 1, r"410: there is no such file any more"),
        ("403", 1, r"403: it is not given to everyone any more"),
        ("400", 1, r"400: it does not understand the question any more"),
        ("429:3600", 1, r"asks for fewer requests\. Try again after 3600 seconds"),
        ("429:0", 3, r"asks for fewer requests\. Try again after 0 seconds"),
        ("503", 3, r"503: the server has a fault of its own"),
        ("cut", 3, r"was cut off: .* bytes.* Try again"),
        ("silent", 3, r"sent nothing for too long"),
        ("302:/filings.csv", 21, r"leads in a circle"),
    ],
)
def test_a_fault_that_stays_is_told_in_words(
    replay: Replay, tmp_path: Path, fault: str, asked: int, message: str
) -> None:
    replay.faults[KEY] = [fault] * 30
    with pytest.raises(FeedError, match=message) as raised:
        fetched(replay, tmp_path)
    assert str(raised.value).startswith("https://courts.example/filings.csv ")
    assert len(replay.asked) == asked


@pytest.mark.parametrize("fault", ["page", "error", "empty", "404", "429:3600"])
def test_the_good_files_stay_and_the_note_says_so(
    replay: Replay, tmp_path: Path, fault: str
) -> None:
    fetched(replay, tmp_path)
    replay.files[KEY] = "a,b\n5,6\n"
    replay.faults[KEY] = [fault] * 3
    with replay.client() as http:
        files = fetched_or_cached("courts", FEED, tmp_path, http, Told())
    assert (files.folder / FILE.name).read_text() == TEXT
    assert files.note.startswith("The feed could not be fetched; its files of ")
    # What came in its place is not gone on with.
    replay.faults.clear()
    assert fetched(replay, tmp_path) == "a,b\n5,6\n"


def test_what_did_not_change_is_not_sent_again(replay: Replay, tmp_path: Path) -> None:
    fetched(replay, tmp_path)
    assert fetched(replay, tmp_path) == TEXT
    assert "if-none-match" in replay.asked[1][1]


def test_a_cut_answer_goes_on_where_it_stopped(replay: Replay, tmp_path: Path) -> None:
    replay.faults[KEY] = ["cut"]
    assert fetched(replay, tmp_path) == TEXT
    assert replay.asked[1][1]["range"] == f"bytes={len(TEXT) // 2}-"


def test_an_address_that_moved_for_good_is_followed_and_said(
    replay: Replay, tmp_path: Path
) -> None:
    replay.files["courts.example/new.csv"] = TEXT
    replay.faults[KEY] = ["301:/new.csv"]
    told = Told()
    assert fetched(replay, tmp_path, told=told) == TEXT
    [said] = [one for one in told.said if "has moved" in one]
    assert said.startswith("courts: https://courts.example/filings.csv has moved to ")
    assert "/new.csv" in said


def test_an_address_that_moves_for_a_day_is_followed_without_a_word(
    replay: Replay, tmp_path: Path
) -> None:
    replay.files["courts.example/today.csv"] = TEXT
    replay.faults[KEY] = ["302:/today.csv"]
    told = Told()
    assert fetched(replay, tmp_path, told=told) == TEXT
    assert not [one for one in told.said if "has moved" in one]


def paged(rows: int, page_rows: int) -> tuple[str, Feed]:
    text = "id,note\n" + "".join(f'{i},"line\nbreak"\n' for i in range(rows))
    url = f"https://data.ny.gov/resource/abcd-1234.csv?$order=:id&$limit={page_rows}"
    return text, Feed("courts", (FeedFile("rows.csv", url, page_rows=page_rows),))


@pytest.mark.parametrize(("rows", "pages"), [(0, 1), (3, 2), (5, 2), (6, 3), (7, 3)])
def test_a_portal_is_asked_page_by_page_until_one_is_not_full(
    replay: Replay, tmp_path: Path, rows: int, pages: int
) -> None:
    text, feed = paged(rows, 3)
    replay.files["data.ny.gov/resource/abcd-1234.csv"] = text
    table = pd.read_csv(io.StringIO(fetched(replay, tmp_path, feed)), dtype="str")
    assert table["id"].tolist() == [str(i) for i in range(rows)]
    assert len(replay.asked) == pages
    assert not list(tmp_path.rglob("*.page*"))


def test_without_a_limit_a_portal_gives_a_thousand_rows_and_no_more(replay: Replay) -> None:
    """What the replay must do, or no test of paging would prove anything."""
    text, _feed = paged(1500, 3)
    replay.files["data.ny.gov/resource/abcd-1234.csv"] = text
    with replay.client() as http:
        answer = http.get("https://data.ny.gov/resource/abcd-1234.csv")
    assert answer.text.count('"line') == 1000


def test_columns_that_change_between_pages_are_refused(replay: Replay, tmp_path: Path) -> None:
    text, feed = paged(6, 3)
    key = "data.ny.gov/resource/abcd-1234.csv"
    replay.files[key] = text
    with replay.client() as http:
        fetch("courts", feed, tmp_path / "a", http, Told())
    pages = iter([text, *[text.replace("note", "remark")] * 3])
    replay.files = _Changing(key, pages)
    with pytest.raises(FeedError, match="changed its columns between pages"):
        fetched(replay, tmp_path / "b", feed)


class _Changing(dict[str, str]):
    """A file that is another at every look."""

    def __init__(self, key: str, texts: Iterator[str]) -> None:
        super().__init__({key: ""})
        self.texts = texts

    def __getitem__(self, key: str) -> str:
        return next(self.texts)


def test_a_portal_fault_on_a_later_page_leaves_the_good_file(
    replay: Replay, tmp_path: Path
) -> None:
    text, feed = paged(6, 3)
    key = "data.ny.gov/resource/abcd-1234.csv"
    replay.files[key] = text
    good = fetched(replay, tmp_path, feed)
    replay.faults[key] = ["", "page"]
    with pytest.raises(FeedError, match="a web page in place of the file"):
        fetched(replay, tmp_path, feed)
    with replay.client():
        assert (cached("courts", feed, tmp_path).folder / "rows.csv").read_text() == good


def test_the_census_of_jobs_is_read_from_the_portal_over_two_pages(
    replay: Replay, tmp_path: Path
) -> None:
    owners = ("Total Private and Government", "Private")
    yearly = YEARLY + "".join(
        f"County,{county} County,{owner},{naics},NAICS,{year},10,{jobs},{jobs * 1000},1\n"
        for year in (2019, 2024)
        for county in COUNTIES
        for owner, naics, jobs in ((owners[0], "00", 110), (owners[1], "44-45", 33))
    )
    quarterly = QUARTERLY + "".join(
        f"County,{county} County,2024,1,{owner},00,Total,12,118,120,122,1560000\n"
        for county in COUNTIES
        for owner in owners
    )
    assert QCEW.feed is not None
    for file in QCEW.feed.files:
        if file.page_rows:
            key = urlsplit(file.url).netloc + urlsplit(file.url).path
            replay.files[key] = yearly if file.name == qcew_files.YEARLY_FILE else quarterly
    small = tuple(
        FeedFile(each.name, each.url.replace("=50000", "=12"), each.holder, 12)
        for each in QCEW.feed.files
        if each.page_rows
    )
    with replay.client() as http:
        files = fetch("nysdol_qcew", Feed("nysdol-qcew", small), tmp_path, http, Told())
    table = read_qcew(files.folder)
    retail = table[table["indicator_id"].eq("jobs_by_sector") & table["industry_id"].eq("retail")]
    assert retail["value"].sum() == 2 * (5 * 33 + 5 * 33)
    asked = replay.addresses()
    assert all("%24order=%3Aid" in one or "$order=:id" in one for one in asked)
    assert sum("offset" in one for one in asked) == 1


def test_every_answer_in_pages_says_how_many_rows_and_in_which_order() -> None:
    for module in catalog.MODULES:
        for file in module.SOURCE.feed.files if module.SOURCE.feed else ():
            if "/resource/" in file.url and file.url.split("?")[1]:
                assert file.page_rows, file.url
                assert f"$limit={file.page_rows}" in file.url
                assert "$order=" in file.url


def test_the_shelter_census_is_asked_for_whole() -> None:
    assert SHELTER.feed is not None
    [file] = SHELTER.feed.files
    assert "rows.csv?accessType=DOWNLOAD" in file.url
    assert not file.page_rows


PAGE = """<html><body><a href="/a/felonies-2000-2022.xls">2022</a>
<a href='/a/felonies-2000-2024.xls'>2024</a> <a href="/a/other-2025.xls">other</a></body></html>"""
LINKED = Feed(
    "police",
    (
        FeedFile(
            "felonies.csv", "https://police.example/past.page", link=r"felonies-2000-(\d+)\.xls$"
        ),
    ),
)


def test_a_file_is_found_by_the_page_that_links_to_it(replay: Replay, tmp_path: Path) -> None:
    replay.files["police.example/past.page"] = PAGE
    replay.files["police.example/a/felonies-2000-2024.xls"] = "a\n2024\n"
    assert fetched(replay, tmp_path, LINKED) == "a\n2024\n"
    replay.files["police.example/past.page"] = PAGE.replace("2000-2022", "2000-2025")
    replay.files["police.example/a/felonies-2000-2025.xls"] = "a\n2025\n"
    assert fetched(replay, tmp_path, LINKED) == "a\n2025\n"


def test_a_page_that_links_to_no_such_file_is_named(replay: Replay, tmp_path: Path) -> None:
    replay.files["police.example/past.page"] = PAGE.replace("felonies", "crimes")
    with pytest.raises(FeedError, match=r"past\.page links to no file like .* any more"):
        fetched(replay, tmp_path, LINKED)


def test_a_file_that_is_awaited_is_no_fault_until_it_is_out(replay: Replay, tmp_path: Path) -> None:
    later = FeedFile("q2.csv", "https://courts.example/q2.csv", is_awaited=True)
    feed = Feed("courts", (FILE, later))
    assert fetched(replay, tmp_path, feed) == TEXT
    assert not (cached("courts", feed, tmp_path).folder / "q2.csv").exists()
    replay.files["courts.example/q2.csv"] = "a\n9\n"
    fetched(replay, tmp_path, feed)
    assert (cached("courts", feed, tmp_path).folder / "q2.csv").read_text() == "a\n9\n"
    replay.faults["courts.example/q2.csv"] = ["503"] * 3
    with pytest.raises(FeedError, match="fault of its own"):
        fetched(replay, tmp_path, feed)
