"""Two partners' deliveries that differ in hidden figures alone make the same public files.

Whatever a release holds, and all that is served is read from it, then tells nothing of them: no
order of rows, statistic of a column, class of a map, count of changes, size of a file or mean.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries import staging
from data_loaders.curate.deliveries.deliveries import curate, with_partners
from data_loaders.curate.deliveries.order_key import KEY_FILE
from data_loaders.curate.publication.build import build
from data_loaders.privacy.audit import run
from data_loaders.privacy.treatment.treat import Treated
from data_loaders.sources import catalog
from data_loaders.sources.contracts import Partner
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.guess_rates import GuessRates
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.policy import DisplayPermission
from data_loaders.vocabulary.progress import Silent
from tests.support import literal
from tests.support.browser.crawl import visited
from tests.support.clients import Clients, month_of, written
from tests.support.sites import serving_from
from tests.support.tiny import plan

RELEASED = (date(2022, 4, 5), date(2022, 7, 5))
LEAVE = DisplayPermission("A letter", date(2022, 1, 1), "The site.")
# Each month's Staten Island is under the minimum. Queens is hidden beside it: of both only the sum
# is told, by the city. The other delivery has so many more there, and as many less in Queens.
MONTHS = (
    ("2021-01-01", (940, 300, 860, 200, 4), 3),
    ("2021-02-01", (950, 310, 870, 195, 9), -6),
    ("2021-03-01", (930, 320, 850, 190, 2), 5),
)
HASH = re.compile(rb"\b[0-9a-f]{64}\b")
OF_HASHES = ("catalog.json", "catalog.json.br", "catalog.json.gz", "manifest.json")
# What a site makes anew for each answer: a number to run scripts by, and names of a process.
OWN = re.compile(rb'nonce-?="?[^"\';]+|"end_id":"[^"]+"|\b[0-9a-f]{64}\b')
BY_HASH = "by=files-rows.sha"  # a table of deliveries in the order of their keyed hashes
ADDRESSES = (
    *("/", "/map?indicator=clients", "/trends?indicator=clients", "/privacy", "/changes"),
    *("/map?indicator=clients&layout=table&sort=value", "/search?q=clients", "/data/clients"),
    *("/download.csv?indicator=clients", "/download.svg?indicator=clients&figure=map"),
    "/api/v1/observations?indicator=clients&geography=borough",
)


@dataclass(frozen=True)
class Permitted(Clients):
    """The partner, with leave to show its figures."""

    @property
    def SOURCE(self) -> Source:  # noqa: N802 - as in a module
        source = super().SOURCE
        return replace(source, policy=replace(source.policy, display_permission=LEAVE))


class AtNoon(datetime):
    """The clock that an audit reads, stopped."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # pyright: ignore[reportIncompatibleMethodOverride]
        return datetime(2022, 7, 5, 12, tzinfo=tz)


def given(folder: Path, *, is_other: bool) -> Iterator[Path]:
    """A month's file each: of the other kind with other hidden figures, in another order."""
    for month, clients, more in MONTHS:
        text = month_of(*clients, month=month)
        if is_other:
            *shown, beside, small = clients
            other = month_of(*shown, beside - more, small + more, month=month)
            head, *lines = other.splitlines()
            text = "\n".join([head, *reversed(lines), ""])
        yield written(folder / "given", f"clients-{month[:7]}.csv", text)


def settled(folder: Path, patch: pytest.MonkeyPatch) -> Permitted:
    """An installation of its own with this one partner, and a key of the operator's."""
    for name, place in (("RELEASES", "releases"), ("DELIVERIES", "deliveries")):
        patch.setenv(name, str(folder / place))
    partner = Permitted()
    patch.setattr(catalog, "PARTNERS", (partner,))
    patch.setattr(run, "datetime", AtNoon)
    patch.setattr(run.time, "monotonic", lambda: 0.0)
    key = written(installation.deliveries(is_simulated=False), KEY_FILE, "the same key")
    key.chmod(0o600)
    return partner


def released(folder: Path, releases: int, *, is_other: bool) -> Path:
    """The folder of real releases, each of one month more."""
    files = list(given(folder, is_other=is_other))
    with pytest.MonkeyPatch.context() as patch:
        partner = settled(folder, patch)
        for number, on in enumerate(RELEASED[:releases]):
            curate(partner, files[: number + 2], on, Silent())
            real = replace(plan(folder / "releases", [], on), shapes=literal.SHAPES)
            build(with_partners(real, Silent()), Silent())
    return folder / "releases"


def both(factory: pytest.TempPathFactory, releases: int) -> tuple[Path, Path]:
    one, other = (
        released(factory.mktemp("twin"), releases, is_other=is_other) for is_other in (False, True)
    )
    return one, other


@pytest.fixture(scope="module", params=[1, pytest.param(2, marks=pytest.mark.nightly)])
def twins(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """The releases of both deliveries: one each, and at night a second that adds to the first."""
    return both(tmp_path_factory, request.param)


def public_files(root: Path) -> dict[str, bytes]:
    """Every file of the releases, of the catalog all but hashes: it names the delivery by one."""
    files = {
        str(path.relative_to(root)): path.read_bytes()
        for folder in root.glob("20*")
        for path in folder.rglob("*")
        if path.is_file() and path.name not in OF_HASHES
    }
    catalogs = {
        str(path.relative_to(root)): path.read_bytes() for path in root.glob("*/catalog.json")
    }
    return files | {name: HASH.sub(b"", content) for name, content in catalogs.items()}


def manifests(root: Path) -> list[dict[str, object]]:
    """What each release says of its files, but of its catalog, and of the release before."""
    read = [json.loads(path.read_bytes()) for path in sorted(root.glob("*/manifest.json"))]
    for each in read:
        each["previous"] = None
        each["files"] = {k: v for k, v in each["files"].items() if k not in OF_HASHES}
    return read


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_it_is_hidden_figures_that_differ(twins: tuple[Path, Path]) -> None:
    texts = [(root.parent / "given" / "clients-2021-02.csv").read_text() for root in twins]
    assert ("Queens,195," in texts[0], "Queens,201," in texts[1]) == (True, True)
    newest = max(twins[0].glob("20*"))
    table = (newest / "csv" / "clients_borough.csv").read_text()
    hidden = [line for line in table.splitlines() if "withheld" in line]
    assert len(hidden) >= 4
    assert all("Queens" in line or "Staten Island" in line for line in hidden)


def test_hidden_figures_change_no_file_of_a_release(twins: tuple[Path, Path]) -> None:
    one, other = map(public_files, twins)
    assert len(one) > 12
    assert differing(one, other) == []


def test_hidden_figures_change_no_name_size_or_hash_of_a_file(twins: tuple[Path, Path]) -> None:
    one, other = map(manifests, twins)
    assert one == other


@pytest.mark.nightly
@pytest.mark.parametrize("twins", [2], indirect=True)
def test_hidden_figures_change_no_answer(twins: tuple[Path, Path]) -> None:
    said: list[dict[str, bytes]] = []
    for root in twins:
        with serving_from(root) as site:
            answers = visited(site, ADDRESSES, lambda path: not path.startswith("/releases/"))
            said.append(
                {
                    address: OWN.sub(b"", answer.data)
                    for address, answer in answers
                    if BY_HASH not in address
                }
            )
    assert len(said[0]) > 60
    assert differing(said[0], said[1]) == []


@pytest.mark.nightly
def test_a_hidden_figure_told_beside_the_figures_is_found(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a fault that no attack on figures looks for: the smallest count, said of the guesses."""
    whole = staging.measured

    def telling(
        module: Partner, rows: pd.DataFrame, released: Sequence[pd.DataFrame], key: str
    ) -> Treated:
        smallest = int(rows["clients"].min())
        return replace(whole(module, rows, released, key), guessed=GuessRates(smallest, None))

    monkeypatch.setattr(staging, "measured", telling)
    one, other = map(public_files, both(tmp_path_factory, 1))
    assert differing(one, other) == [f"{RELEASED[0]}/audit.json"]
