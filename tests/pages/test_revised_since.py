"""A view held to an older release says how many of its values were revised since, and which."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.support.described import in_one
from tests.support.revised import NEWER, OLDER, two_releases
from tests.support.sites import serving_from


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_releases(tmp_path_factory.mktemp("two"))


@pytest.fixture
def client(root: Path) -> Iterator[FlaskClient]:
    with serving_from(root) as made:
        yield made


def told(client: FlaskClient, address: str) -> str:
    page = in_one(client.get(address).get_data(as_text=True))
    _, is_there, after = page.partition('id="revised-since"')
    return after.partition("</div>")[0] if is_there else ""


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/trends?indicator=filings&areas=BX", "1 of the values shown here was"),
        ("/trends?indicator=filings&areas=BX~BK", "2 of the values shown here were"),
        ("/trends?indicator=filings&areas=MN", "None of the values shown here was"),
        ("/trends?indicator=filings&areas=BX&to=2020-02", "None of the values shown here was"),
        ("/map?indicator=filings&geography=borough&period=2021-01", "2 of the values shown"),
        ("/map?indicator=filings&geography=borough&period=2020-01", "None of the values"),
        ("/data/filings?", "2 of the values shown here were"),
    ],
)
def test_an_older_view_counts_what_was_revised_of_what_it_shows(
    client: FlaskClient, address: str, said: str
) -> None:
    words = told(client, f"{address}&release={OLDER}")
    assert said in words
    assert f"Release {NEWER} is the newest." in words


def test_old_and_new_are_shown_but_not_the_old_of_what_is_hidden_now(client: FlaskClient) -> None:
    words = told(client, f"/trends?indicator=filings&areas=BX~BK&release={OLDER}")
    assert ">25</td>" in words
    assert ">26</td>" in words
    assert ">4</td>" not in words


def test_the_newest_release_pinned_or_not_says_nothing(client: FlaskClient) -> None:
    assert told(client, "/trends?indicator=filings&areas=BX") == ""
    assert told(client, f"/trends?indicator=filings&areas=BX&release={NEWER}") == ""


def test_repainting_a_view_renews_what_was_revised_since(client: FlaskClient) -> None:
    parts = client.get(f"/parts/trends?indicator=filings&areas=MN&release={OLDER}").json["parts"]
    assert "None of the values" in str(parts["revised-since"])
