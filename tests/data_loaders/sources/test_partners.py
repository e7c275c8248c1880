"""What every partner's source keeps: a new one is covered as soon as it is listed."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.intake import Intake
from data_loaders.curate.deliveries.partner import delivery_format, read_delivery
from data_loaders.delivery.findings import RefusedError
from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS, WRITERS
from data_loaders.sources import catalog
from data_loaders.vocabulary.model import Cadence, Geography
from data_loaders.vocabulary.policy import Contributors, Sensitivity, Treatment
from tests.support.containers import changed, one_of_each_kind
from tests.support.damage import (
    FILE_DAMAGES,
    TEXT_DAMAGES,
    Damage,
    bomb,
    damaged,
    escaping,
    is_text,
)

PARTNERS = {module.SOURCE.id: module for module in catalog.PARTNERS}
SCALE = 0.02
# How long before the first handover deliveries begin; where each day brings one, the last are read.
DAYS, DAYS_OF_DAILY_FILES = 45, 10
DAILY_FILES = frozenset({"foursquare_zip_cube", "foursquare_county"})
# A source's row in the program's own table of update cycles: partner and product.
CYCLES = {
    "upsolve": ("upsolve", ""),
    "oats": ("oats", ""),
    "ioby": ("ioby", ""),
    "betanyc_directory": ("betanyc", ""),
    "linkedin_hiring": ("linkedin", ""),
    "met_attendance": ("met", ""),
    "kinsa_illness": ("kinsa", ""),
    "streeteasy_nta_weekly": ("street_easy", ""),
    "foursquare_zip_cube": ("foursquare", "foursquare_zipcode"),
    "foursquare_county": ("foursquare", "foursquare_county"),
    "cuebiq_daily_cvi": ("cuebiq", "cuebiq_daily"),
    "cuebiq_weekly_cvi": ("cuebiq", "cuebiq_weekly"),
    "cuebiq_mobility": ("cuebiq", "cuebiq_mobility"),
    "cuebiq_home_switchers": ("cuebiq", "cuebiq_homeswitcher"),
    "cuebiq_travelers": ("cuebiq", "cuebiq_travelers"),
}
WORDS = {
    "daily": Cadence.DAY,
    "weekly": Cadence.WEEK,
    "bi-weekly": Cadence.TWO_WEEKS,
    "monthly": Cadence.MONTH,
    "as needed / ad hoc": Cadence.AS_NEEDED,
    "none": Cadence.ONCE,
}
each = pytest.mark.parametrize("source_id", PARTNERS)
SMALL = frozenset(Geography) - {Geography.CITY, Geography.BOROUGH, Geography.STATE, Geography.US}


@cache
def city() -> City:
    return City()


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[list[Path]]]:
    """The last few deliveries of the first handover of every partner."""
    made = {}
    for source_id, module in PARTNERS.items():
        folder = tmp_path_factory.mktemp(source_id)
        first = HANDOVERS[0]
        days = DAYS_OF_DAILY_FILES if source_id in DAILY_FILES else DAYS
        after = pd.Timestamp(first) - pd.Timedelta(days=days)
        is_whole = delivery_format(module.SOURCE).is_cumulative
        written = WRITERS[source_id](
            folder, city(), None if is_whole else after.date(), first, SCALE
        )
        made[source_id] = Intake(folder, module).deliveries(list(written))
    return made


@each
def test_a_partner_is_ready_to_be_shown_only_as_simulated(source_id: str) -> None:
    source = PARTNERS[source_id].SOURCE
    policy = source.policy
    assert source.feed is None
    assert policy.treatment is Treatment.OURS
    assert policy.display_permission is None
    assert policy.contributors is not Contributors.NONE
    assert policy.publication_grid is not None
    assert {str(g) for i in source.indicators for g in i.geographies} <= set(
        policy.publication_grid.geographies
    )
    assert {str(each.frequency) for each in source.indicators} == {
        policy.publication_grid.frequency
    }


@each
def test_no_simulated_hardship_is_shown_of_a_small_place(source_id: str) -> None:
    source = PARTNERS[source_id].SOURCE
    if source.policy.sensitivity in (Sensitivity.HEALTH, Sensitivity.FINANCIAL_DISTRESS):
        assert not {g for each in source.indicators for g in each.geographies} & SMALL


@each
def test_the_cadence_is_that_of_the_program(source_id: str, mirror: Path) -> None:
    if source_id not in CYCLES:
        pytest.skip("the program's table has no row for it")
    table = mirror / "moda-rdp-reference" / "expected_update_cycle.csv"
    with table.open(newline="") as lines:
        rows = {(row[0], row[1]): row[2] for row in csv.reader(lines)}
    assert PARTNERS[source_id].SOURCE.cadence is WORDS[rows[CYCLES[source_id]]]


@each
def test_simulated_deliveries_are_read_without_a_fault(
    source_id: str, delivered: Mapping[str, list[list[Path]]]
) -> None:
    module = PARTNERS[source_id]
    for files in delivered[source_id][-3:]:
        kept, report = read_delivery(module, files)
        assert not report.is_refused, report.findings
        assert kept is not None
        assert pd.api.types.is_datetime64_any_dtype(kept["day"])
        assert not set(module.SOURCE.policy.excluded) & set(kept.columns)
        assert set(module.KEY) <= set(kept.columns)


def one_delivery(
    delivered: Mapping[str, list[list[Path]]], source_id: str, folder: Path, change: Path | None
) -> list[Path]:
    """The files of the last delivery, one of them replaced by its changed copy."""
    files = delivered[source_id][-1]
    return [change if change and file.name == change.name else file for file in files]


def rows_of(kept: pd.DataFrame | None) -> list[tuple[object, ...]]:
    assert kept is not None
    ordered = kept.reindex(columns=sorted(kept.columns)).map(str)
    return sorted(ordered.itertuples(index=False, name=None))


@cache
def undamaged(source_id: str, files: tuple[Path, ...]) -> list[tuple[object, ...]]:
    """What a whole delivery holds."""
    return rows_of(read_delivery(PARTNERS[source_id], list(files))[0])


@pytest.mark.parametrize("damage", [*TEXT_DAMAGES, *FILE_DAMAGES], ids=lambda damage: damage.name)
@each
def test_damage_is_refused_in_words_or_harmless(
    source_id: str,
    damage: Damage,
    delivered: Mapping[str, list[list[Path]]],
    tmp_path: Path,
) -> None:
    module = PARTNERS[source_id]
    victim = delivered[source_id][-1][0]
    if damage.packed is None and not is_text(victim):
        pytest.skip("no text file")
    files = one_delivery(delivered, source_id, tmp_path, damaged(victim, damage, tmp_path))
    kept, report = read_delivery(module, files)
    if not report.is_refused:
        # Harmless: it hit what is never read, or a row that was repeated and is taken once.
        assert rows_of(kept) == undamaged(source_id, tuple(delivered[source_id][-1]))
        repeated = max((finding.count for finding in report.findings), default=0)
        assert damage.name != "every row twice" or repeated > report.rows_read / 3
        return
    assert report.is_refused
    assert kept is None
    told = [finding for finding in report.findings if finding.severity == "stops"]
    assert all(finding.expected and finding.mend for finding in told)
    assert any(finding.file.startswith(victim.name) for finding in told)


@each
def test_a_file_of_few_rows_is_refused_in_words_or_kept(
    source_id: str, delivered: Mapping[str, list[list[Path]]], tmp_path: Path
) -> None:
    files = delivered[source_id][-1]
    for victim, left in product(one_of_each_kind(PARTNERS[source_id], files), (1, 2, 3, 6)):
        folder = tmp_path / f"{victim.name} {left}"
        folder.mkdir()
        # Workbooks end with a row that says they are whole.
        end = 1 if victim.suffix == ".xlsx" else 0
        short = changed(victim, lambda rows: rows[:left] + rows[len(rows) - end :], folder)  # noqa: B023
        given = [short if file == victim else file for file in files]
        with contextlib.suppress(RefusedError):
            Intake(folder / "root", PARTNERS[source_id]).receive(given, date(2022, 4, 5))


@each
def test_a_bomb_and_an_archive_that_leads_out_are_refused(
    source_id: str, delivered: Mapping[str, list[list[Path]]], tmp_path: Path
) -> None:
    victim = delivered[source_id][-1][0]
    packed = victim.name.endswith((".gz", ".xlsx"))
    if not packed:
        pytest.skip("not packed")
    makers = [bomb, escaping] if victim.name.endswith(".tar.gz") else [bomb]
    for maker in makers:
        files = one_delivery(delivered, source_id, tmp_path, maker(victim, tmp_path))
        kept, report = read_delivery(PARTNERS[source_id], files)
        assert kept is None
        assert report.is_refused
    assert not list(tmp_path.parent.rglob("escaped*"))


@each
def test_a_file_of_another_name_is_refused(
    source_id: str, delivered: Mapping[str, list[list[Path]]], tmp_path: Path
) -> None:
    victim = delivered[source_id][-1][0]
    other = tmp_path / "delivery (1).dat"
    other.write_bytes(victim.read_bytes())
    assert read_delivery(PARTNERS[source_id], [other])[1].is_refused


@each
def test_a_partner_has_simulated_deliveries(source_id: str) -> None:
    assert source_id in WRITERS


def test_only_partners_are_simulated() -> None:
    assert set(WRITERS) == set(PARTNERS)
