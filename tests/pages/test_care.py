"""What must be known to read a figure follows it to every surface, and its series' end too."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date

import pytest
from flask.testing import FlaskClient

from api import figure_files
from components.home.area_gaps import area_gaps
from components.home.gaps import gaps
from components.home.measures import ledger
from components.text.care import care, titled
from data_loaders.released.endings import ending
from data_loaders.released.recovery import end_of
from data_loaders.released.release import Release
from data_loaders.released.view import is_mapped
from data_loaders.sources.public.downtown_activity import SOURCE as PHONES
from data_loaders.vocabulary.going_on import GOING_ON
from data_loaders.vocabulary.model import Indicator, Publication
from tests.support.made.shipped_digest import shipped_digest
from tests.support.pages_read import read
from tests.support.sites import serving_from

# A figure that ended, and one cut by industry; the others nightly.
ALWAYS = ("covid_case_rate", "card_spending")


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FRAME_KEY", "k" * 32)  # none is made in a folder that others read
        # Its words are read from the drawing; pixels of it took half of the time.
        patch.setattr(figure_files, "png", lambda *_drawn: b"")
        with serving_from(shipped_digest()) as made:
            yield made


@pytest.fixture(scope="module")
def digest(sides: Mapping[str, Release]) -> Release:
    return sides["digest"]


def _page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.get_data(as_text=True)[:300])
    return " ".join(read(answer.get_data(as_text=True)).text.split())


def _under_a_link(client: FlaskClient, address: str) -> str:
    """What a card under a link to a page says of it."""
    text = client.get(address).get_data(as_text=True)
    [said] = re.findall(r'<meta property="og:description" content="([^"]*)"', text)
    return " ".join(html.unescape(said).split())


def _drawn(client: FlaskClient, address: str) -> str:
    """The words of an SVG, line after line; PNG and the card under a link are drawn from it."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(read(answer.get_data(as_text=True)).texts("text"))


def _table(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    firsts = {row["area_id"]: row["caveats"] for row in reversed(rows)}
    assert all(firsts.values()), "an area without its notes"
    return " ".join(dict.fromkeys(firsts.values()))


def _packed(client: FlaskClient, address: str) -> Iterator[str]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    with zipfile.ZipFile(io.BytesIO(answer.data)) as files:
        for name in files.namelist():
            if name.endswith(("README.txt", "quotes.txt")):
                yield " ".join(files.read(name).decode().split())


def _surfaces(client: FlaskClient, release: Release, indicator: Indicator) -> Iterator[tuple]:
    """The name of each surface that shows a figure, and all it says."""
    asked = f"indicator={indicator.id}"
    files = [("trends", f"{asked}&figure=trends")]
    yield "trace", _page(client, f"/trace?{asked}")
    yield "link to its page", _under_a_link(client, f"/data/{indicator.id}")
    yield "link to trends", _under_a_link(client, f"/trends?{asked}")
    yield "data", _page(client, f"/data/{indicator.id}")
    yield "trends", _page(client, f"/trends?{asked}")
    if any(is_mapped(release, geography) for geography in indicator.geographies):
        yield "map", _page(client, f"/map?{asked}")
        yield "link to map", _under_a_link(client, f"/map?{asked}")
        files.append(("map", f"{asked}&figure=map"))
    if len(indicator.industries) > 1:
        yield "industries", _page(client, f"/industries?{asked}")
        yield "link to industries", _under_a_link(client, f"/industries?{asked}")
        files.append(("industries", f"{asked}&figure=industries"))
    if release.source_of[indicator.id].publication is Publication.SHOW:
        return
    for page, address in files:
        yield f"{page} embed", _page(client, f"/embed/{page}?{asked}")
        yield f"{page} svg", _drawn(client, f"/download.svg?{address}")
        yield f"{page} csv", _table(client, f"/download.csv?{address}")
        for number, text in enumerate(_packed(client, f"/download.zip?{address}")):
            yield f"{page} zip {number}", text
    # The limit of fair use holds for one address; each figure is asked for from its own.
    client.environ_base["REMOTE_ADDR"] = f"{indicator.id}.invalid"
    found = client.get(f"/api/v1/observations?{asked}&limit=5").get_json()
    yield "api", " ".join(found["indicators"][0]["caveats"])
    yield "api csv", _table(client, f"/api/v1/observations?{asked}&limit=5&format=csv")


def _follows(client: FlaskClient, release: Release, indicator: Indicator) -> None:
    if not care(release, indicator):
        return  # nothing belongs to it
    for name, text in _surfaces(client, release, indicator):
        for caveat in indicator.caveats:
            assert " ".join(caveat.split()) in text, (indicator.id, name, caveat)


@pytest.mark.parametrize("name", ALWAYS)
def test_a_figures_caveats_follow_it_everywhere(
    client: FlaskClient, digest: Release, name: str
) -> None:
    _follows(client, digest, digest.indicators[name])


def test_the_caveats_of_every_measure_and_gap_stand_on_home(
    client: FlaskClient, digest: Release
) -> None:
    page = _page(client, "/")
    shown = [row.standing.indicator for row in ledger(digest)]
    shown += [gap.indicator for gap in (*gaps(digest), *area_gaps(digest))]
    assert len(shown) > 5
    for indicator in shown:
        for sentence in care(digest, indicator):
            assert " ".join(sentence.split()) in page, (indicator.id, sentence)


@pytest.mark.nightly
def test_every_figures_caveats_follow_it_everywhere(client: FlaskClient, digest: Release) -> None:
    for indicator in digest.indicators.values():
        _follows(client, digest, indicator)


def test_a_quotation_carries_its_caveats(client: FlaskClient, digest: Release) -> None:
    address = "/download.zip?indicator=eviction_rate_yearly&figure=trends"
    *_rest, quoted = [text for text in _packed(client, address) if "Source: " in text]
    for caveat in digest.indicators["eviction_rate_yearly"].caveats:
        assert caveat in quoted


def test_a_series_that_ended_says_so_in_its_title_and_leads_to_the_living_one(
    client: FlaskClient, digest: Release
) -> None:
    ended = digest.indicators["covid_case_rate"]
    assert titled(digest, ended) == "COVID-19 case rate (ended September 2025)"
    living = digest.indicators["covid_cases_weekly"]
    assert titled(digest, living) == living.title
    for name, text in _surfaces(client, digest, ended):
        assert f"The series ended in September 2025. What goes on: {living.title}." in text, name
    for address in ("/map", "/trends"):
        page = read(client.get(f"{address}?indicator=covid_case_rate").get_data(as_text=True))
        assert "(ended September 2025)" in page.texts("h1")[0], address
        assert f"/data/{living.id}" in {each.get("href") for each in page.attributes("a")}


def test_a_figure_that_stops_years_before_newer_ones_says_so(digest: Release) -> None:
    yearly = digest.indicators["eviction_rate_yearly"]
    assert titled(digest, yearly).endswith("(to December 2020)")
    assert care(digest, yearly)[0].startswith("The figures here end in December 2020. Newer ones: ")


def test_every_series_that_has_ended_is_told_of(sides: Mapping[str, Release]) -> None:
    for release in sides.values():
        for indicator in release.indicators.values():
            lasts = [e.last for e in release.index.frames if e.indicator_id == indicator.id]
            source = release.source_of[indicator.id]
            if source.ended_on is None or not lasts:
                continue
            is_over = max(lasts).year <= source.ended_on.year
            assert (ending(release, indicator.id) is not None) is is_over, indicator.id
            assert ("(ended " in titled(release, indicator)) is is_over, indicator.id


def test_no_series_is_said_to_end_after_its_last_figure(sides: Mapping[str, Release]) -> None:
    """Some of a source end before the others; a digest's last period may end after its source."""
    for release in sides.values():
        for indicator in release.indicators.values():
            lasts = [e.last for e in release.index.frames if e.indicator_id == indicator.id]
            end = ending(release, indicator.id)
            if end is not None:
                assert end.on <= max(lasts), indicator.id
                assert f"{end.on:%B %Y}" in titled(release, indicator), indicator.id


def test_a_figure_that_ends_before_its_source_is_said_to_end_with_its_own_last_day() -> None:
    """Of the phones seen downtown and in the whole city, the city's were given up first."""
    assert end_of(PHONES, date(2022, 1, 2)) == date(2022, 1, 2)
    assert end_of(PHONES, date(2023, 6, 30)) == date(2023, 6, 18)


def test_what_goes_on_is_in_the_catalog_and_is_no_figure_that_ended_itself(
    digest: Release, catalog_ids: Callable[[], frozenset[str]]
) -> None:
    for name, others in GOING_ON.items():
        assert {name, *others} <= catalog_ids(), name
        end = ending(digest, name)
        for other in end.goes_on_as if end else ():
            assert ending(digest, other.id) is None, (name, other.id)


@pytest.fixture
def catalog_ids() -> Callable[[], frozenset[str]]:
    from data_loaders.sources import catalog

    return lambda: frozenset(
        each.id for module in catalog.MODULES for each in module.SOURCE.indicators
    )
