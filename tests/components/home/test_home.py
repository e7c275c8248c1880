"""Home's answers follow from rules; with fewer sources there are fewer rows, never broken ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from components.data import unseen
from components.home import gaps, news, view
from components.home import ledger as home_ledger
from components.home import words as home_words
from components.home.measures import MEASURES, LedgerEntry, LedgerRow, ledger
from components.markup.first_view import rendered
from components.site.page import Asked
from data_loaders.released.freshness import Freshness, Timeliness
from data_loaders.released.recovery import NEAR, Recovery
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import (
    Category,
    Changes,
    Direction,
    Failure,
    Frequency,
    Geography,
    Indicator,
    Source,
    Status,
    industries,
)
from data_loaders.vocabulary.model import Measure as Kind
from data_loaders.vocabulary.unmet import UNMET
from tests.support.pages_read import read
from tests.support.revised import NEWER, OLDER, two_releases
from tests.support.tiny import COURTS, FILINGS, module, observed, released

TODAY = date(2026, 11, 22)
HEAD = "area_id,period_start,period_end,value,status\n"
CLAIMS = replace(
    FILINGS,
    id="ui_claims",
    frequency=Frequency.WEEK,
    week_ends_on=6,
    geographies=(Geography.CITY,),
    direction=Direction.LOWER_IS_BETTER,
    baseline="2019",
)
RIDERS = replace(
    CLAIMS,
    id="subway_ridership_vs_2019",
    frequency=Frequency.MONTH,
    week_ends_on=None,
    measure=Kind.INDEX,
    unit="% of a comparable day",
    direction=Direction.BACK_TO_BASELINE,
)
RENT = replace(
    RIDERS, id="asking_rent_change", measure=Kind.PERCENT_CHANGE, direction=Direction.NONE
)
GAP = replace(
    RIDERS,
    id="gap_measles_poverty",
    measure=Kind.POINTS,
    decimals=1,
    frequency=Frequency.HALF_YEAR,
    direction=Direction.LOWER_IS_BETTER,
    baseline=None,
    caveats=("Children whose shots were not reported are missing.",),
    leaves_out="Children whose shots were not reported are missing.",
)
HALF_YEARS = f"""{HEAD}\
NYC,2020-01-01,2020-06-30,-1.7,normal
NYC,2020-07-01,2020-12-31,-0.3,normal
NYC,2021-01-01,2021-06-30,3.3,normal
NYC,2021-07-01,2021-12-31,6.5,normal
"""


def of(indicator: Indicator, text: str, **changes: object) -> ModuleType:
    """A source of one indicator, its id the indicator's."""
    source: Source = replace(COURTS, id=f"source_of_{indicator.id}", indicators=(indicator,))
    return module(replace(source, **changes), text if text.startswith(HEAD) else HEAD + text)


def release_of(root: Path, modules: Sequence[ModuleType]) -> Release:
    released(root, *modules)
    return Release.open(root / "2026-11-22")


def row(now: float | None, *, counted: bool = True, **changes: object) -> LedgerRow:
    """A row of the ledger that stood at 100 before."""
    end = date(2026, 8, 15)
    stands = Recovery(
        indicator=CLAIMS,
        source=COURTS,
        geography=Geography.CITY,
        area_id="NYC",
        value=now or 0,
        status=Status.NORMAL,
        first=date(2026, 7, 19),
        last=end,
        compared=(date(2026, 7, 19), end),
        now=now,
        before=None if now is None else 100,
        has_ended=False,
    )
    return LedgerRow(
        LedgerEntry("Claims", "The number of claims", (), counted=counted),
        replace(stands, **changes),
    )


BACK, NOT_BACK = row(100), row(150)


@pytest.mark.parametrize(
    ("rows", "answer"),
    [
        ([], "These figures cannot say."),
        ([row(None)], "These figures cannot say."),
        ([NOT_BACK], "Not yet."),
        ([BACK, NOT_BACK, NOT_BACK], "Only in part, and unevenly."),
        ([BACK, NOT_BACK], "By half of the measures."),
        ([BACK, BACK, NOT_BACK], "Mostly, and unevenly."),
        ([BACK, BACK], "Yes, by every measure here."),
        ([BACK, row(150, counted=False), row(150, has_ended=True)], "Yes, by every measure here."),
    ],
)
def test_the_answer_follows_from_how_many_measures_are_back(
    rows: list[LedgerRow], answer: str
) -> None:
    assert home_words.answer(rows) == answer


def test_the_tally_counts_only_measures_that_are_judged() -> None:
    rows = [BACK, NOT_BACK, row(None), row(150, counted=False)]
    assert home_words.tally(rows).endswith(": 1 of 2 measures.")


@pytest.mark.parametrize(
    ("now", "words"),
    [(91, "near 2019"), (110, "near 2019"), (57, "43% below 2019"), (114.4, "14% above 2019")],
)
def test_now_against_before_in_words(now: float, words: str) -> None:
    assert home_words.compared(row(now)) == words


def test_a_percent_differs_by_points_and_a_baseline_that_is_not_2019_is_named() -> None:
    rate = replace(CLAIMS, measure=Kind.PERCENT, decimals=1, baseline="2020-02")
    assert (
        home_words.compared(row(4.4, indicator=rate, before=3.5))
        == "0.9 points above February 2020"
    )


def test_each_sentence_of_the_lead_has_its_own_date() -> None:
    older = row(150, last=date(2024, 10, 31), compared=(date(2024, 10, 4), date(2024, 10, 31)))
    assert home_words.lead([older, BACK]) == [
        "The number of claims was 50% above 2019 in the four weeks to October 31, 2024.",
        "The number of claims was near 2019 in the four weeks to August 15, 2026.",
    ]


def test_figures_of_different_times_are_said_to_be() -> None:
    older = row(150, last=date(2023, 10, 31))
    assert "from October 2023 to August 2026" in home_words.spread([BACK, older])
    assert home_words.spread([BACK, BACK]) == ""


OLD = row(100, last=date(2023, 12, 31), compared=(date(2023, 1, 1), date(2023, 12, 31)))


def test_what_is_last_known_does_not_decide_and_is_told_in_the_past_with_its_year() -> None:
    known = replace(OLD, is_last_known=True)
    assert home_words.answer([NOT_BACK, known]) == "Not yet."
    assert home_words.tally([NOT_BACK, known]).endswith(": 0 of 1 measures.")
    assert home_words.was(known) == "was near 2019 in 2023"
    assert "One measure has no figure" in home_words.last_known([NOT_BACK, known])
    assert "as last known, in December 2023, and does not count" in home_words.last_known([known])
    assert home_words.last_known([NOT_BACK]) == ""
    assert home_words.spread([NOT_BACK, known]) == ""
    assert home_words.answer([known]) == "These figures cannot say."


@pytest.mark.parametrize(
    ("month", "answer", "is_known"),
    [("2026-06", "Not yet.", False), ("2023-06", "These figures cannot say.", True)],
)
def test_the_headline_rests_on_figures_of_today_alone(
    tmp_path: Path, month: str, answer: str, is_known: bool
) -> None:
    release = release_of(tmp_path, [of(RIDERS, f"NYC,{month}-01,{month}-30,75,normal\n")])
    page = str(rendered(view.layout(Asked("/", {}, release, today=TODAY))))
    assert answer in page
    assert ("Last known, more than 13 months ago" in page) is is_known
    assert ("was below 2019 in 2023" in page) is is_known
    assert (">below 2019<" in page) is not is_known


@pytest.mark.parametrize(
    ("riders", "entries", "told"),
    [("2024-09", "2026-06", "2017 to 2019"), ("2026-09", "2026-06", "2019")],
)
def test_of_two_series_on_one_topic_the_newest_answers(
    tmp_path: Path, riders: str, entries: str, told: str
) -> None:
    paid = replace(RIDERS, id="subway_entries_vs_2017_19")
    release = release_of(
        tmp_path,
        [
            of(RIDERS, f"NYC,{riders}-01,{riders}-30,75,normal\n"),
            of(paid, f"NYC,{entries}-01,{entries}-30,70,normal\n"),
        ],
    )
    (found,) = ledger(release)
    assert found.measure.topic == "subway"
    assert home_words.compared(found).endswith(f"below {told}")


def test_the_rule_in_words_states_the_constants_that_decide() -> None:
    words = " ".join(home_words.rule())
    assert f"within {NEAR:.0%}".replace("%", " percent") in words
    assert "4 weeks" in words
    assert "12 months" in words
    assert "“Mostly, and unevenly.” when more than half are" in words


def test_a_release_without_any_of_the_measures_still_has_a_page(tmp_path: Path) -> None:
    release = release_of(tmp_path, [module(COURTS)])
    page = str(rendered(view.layout(Asked("/", {}, release, today=TODAY))))
    assert "These figures cannot say." in page
    assert "This release has no figures that compare New Yorkers." in page
    assert 'class="measures"' not in page
    assert "No earlier release is held here" in page


def test_rows_are_those_the_release_has_in_reading_order(tmp_path: Path) -> None:
    months = "NYC,2026-06-01,2026-06-30,44,normal\n"
    release = release_of(tmp_path, [of(RENT, months), of(RIDERS, months.replace("44", "75"))])
    assert [row.measure.name for row in ledger(release)] == ["Subway ridership", "Asking rent"]
    page = str(rendered(view.layout(Asked("/", {}, release, today=TODAY))))
    assert "75%" in page
    assert "25% below 2019" in page
    assert "No better or worse" in page
    assert "44% above 2019" in page


def test_a_rent_is_never_called_better_or_worse(tmp_path: Path) -> None:
    release = release_of(tmp_path, [of(RENT, "NYC,2026-06-01,2026-06-30,44,normal\n")])
    page = str(rendered(view.layout(Asked("/", {}, release, today=TODAY))))
    assert 'class="words better"' not in page
    assert 'class="words worse"' not in page


def test_a_series_that_ended_is_said_to_have_ended(tmp_path: Path) -> None:
    months = "NYC,2022-06-01,2022-06-30,75,normal\n"
    ended = of(RIDERS, months, ended_on=date(2022, 6, 30))
    release = release_of(tmp_path, [ended])
    page = str(rendered(view.layout(Asked("/", {}, release, today=TODAY))))
    assert ">ended</span>" in page
    assert "These figures cannot say." in page


def test_a_living_series_stands_before_one_that_ended(tmp_path: Path) -> None:
    recent = replace(CLAIMS, id="ui_claims_recent")
    old = of(CLAIMS, "NYC,2022-11-27,2022-12-03,6740,normal\n", ended_on=date(2022, 12, 3))
    new = of(recent, "NYC,2026-08-09,2026-08-15,6300,normal\n")
    (found,) = ledger(release_of(tmp_path, [old, new]))
    assert found.standing.indicator.id == "ui_claims_recent"


def test_a_half_year_is_compared_with_the_same_half_of_the_earliest_year(tmp_path: Path) -> None:
    (gap,) = gaps.gaps(release_of(tmp_path, [of(GAP, HALF_YEARS)]))
    assert gap.sentence == (
        "In December 2021, the share of young children vaccinated was 6.5 points lower "
        "in the poorest third of ZIP areas than the richest. In December 2020, it "
        "was 0.3 points higher in the poorest third."
    )
    assert (gap.verdict, gap.is_worse) == ("wider than in December 2020: worse", True)
    missing = "Children whose shots were not reported are missing."
    assert gap.reach == gaps.Reach("Who is missing:", missing)
    counted = gaps.reach(replace(gap.indicator, leaves_out=""), gap.source)
    assert counted == gaps.Reach("Who is counted:", gap.source.covers)


def test_while_the_poorer_side_fares_worse_the_answer_is_no(tmp_path: Path) -> None:
    newest = HALF_YEARS.replace("2021", "2025")
    listed = gaps.gaps(release_of(tmp_path, [of(GAP, newest)]))
    assert gaps.answer(listed).startswith("No. In December 2025")


def test_an_old_gap_in_another_unit_does_not_decide(tmp_path: Path) -> None:
    deaths = replace(GAP, id="gap_covid_death_poverty", frequency=Frequency.MONTH)
    listed = gaps.gaps(
        release_of(tmp_path, [of(deaths, "NYC,2022-01-01,2022-01-31,7.6,low_reliability\n")])
    )
    assert "In January 2022, 7.6 more people" in listed[0].sentence
    assert gaps.answer(listed) == "The newest gaps we can see are too old to say."


def test_whether_everyone_is_back_rests_on_gaps_of_today_alone(tmp_path: Path) -> None:
    old = replace(RIDERS, id="gap_unemployment_bronx_manhattan", measure=Kind.POINTS)
    newest = HALF_YEARS.replace("2021", "2025").replace("2020", "2024")
    release = release_of(
        tmp_path, [of(old, "NYC,2023-10-01,2023-10-31,2.2,normal\n"), of(GAP, newest)]
    )
    first, second = gaps.gaps(release)
    assert (first.is_last_known, second.is_last_known) == (False, True)
    assert gaps.answer([first, second]).startswith("No. In December 2025")
    assert gaps.answer([second]) == "The newest gaps we can see are too old to say."


def test_gaps_within_chance_are_no_gaps(tmp_path: Path) -> None:
    text = f"{HEAD}NYC,2025-07-01,2025-12-31,0.4,normal\n"
    listed = gaps.gaps(release_of(tmp_path, [of(GAP, text)]))
    assert gaps.answer(listed) == "In the gaps we can see, yes."


def test_the_borough_that_hiding_of_rents_hits_most_is_counted(tmp_path: Path) -> None:
    rent = replace(FILINGS, id="asking_rent", geographies=(Geography.STREETEASY,))
    text = f"""{HEAD}\
belmont,2026-06-01,2026-06-30,,withheld
fordham,2026-06-01,2026-06-30,2500,normal
chelsea,2026-06-01,2026-06-30,5000,normal
"""
    release = release_of(tmp_path, [of(rent, text)])
    assert (
        "Rent in small areas.",
        "In June 2026, 1 of 2 Bronx areas had no published rent: "
        "hidden by its publisher, as too few are behind it.",
    ) in (unseen.unseen(release))


def test_foot_traffic_by_borough_would_end_the_sentence_that_there_is_none(tmp_path: Path) -> None:
    walking = replace(FILINGS, id="walking", category=Category.FOOT_TRAFFIC)
    seen = unseen.unseen(release_of(tmp_path / "a", [module(COURTS)]))
    assert any(what.startswith("Visits to shops") for what, _why in seen)
    text = "BX,2026-06-01,2026-06-30,1,normal\n"
    seen = unseen.unseen(release_of(tmp_path / "b", [of(walking, text)]))
    assert not any(what.startswith("Visits to shops") for what, _why in seen)


def test_subway_entries_stand_beside_the_gap_of_visits_to_shops(tmp_path: Path) -> None:
    entries = replace(
        FILINGS, id="subway_entries", family="subway_entries", category=Category.FOOT_TRAFFIC
    )
    text = "BX,2026-06-01,2026-06-30,1,normal\n"
    seen = dict(unseen.unseen(release_of(tmp_path, [of(entries, text)])))
    assert (
        seen["Visits to shops by neighborhood."]
        == f"No public figure in this release counts them. The closest is “{FILINGS.title}”."
    )


def test_people_counted_in_the_street_are_no_visits_to_shops_either(tmp_path: Path) -> None:
    entries = replace(
        FILINGS, id="subway_entries", family="subway_entries", category=Category.FOOT_TRAFFIC
    )
    walking = replace(entries, id="pedestrians_evening", family="pedestrians", title="Walking")
    text = "BX,2026-06-01,2026-06-30,1,normal\n"
    for indicator, folder in ((walking, "a"), (entries, "b")):
        seen = dict(unseen.unseen(release_of(tmp_path / folder, [of(indicator, text)])))
        told = seen["Visits to shops by neighborhood."]
        assert (
            told
            == f"No public figure in this release counts them. The closest is “{indicator.title}”."
        )


def test_foot_traffic_that_ended_does_not_end_the_sentence(tmp_path: Path) -> None:
    walking = replace(
        FILINGS,
        id="walking",
        category=Category.FOOT_TRAFFIC,
        industries=industries((("all", "All"), ("food", "Food"))),
    )
    text = "BX,2020-04-01,2020-04-30,1,normal\n"
    ended = of(walking, text, ended_on=date(2020, 4, 30))
    seen = dict(unseen.unseen(release_of(tmp_path, [ended])))
    assert seen["Visits to shops by neighborhood."].endswith("no count of people of today.")
    assert "Industries." in seen


def test_a_need_without_figures_is_a_gap_and_one_that_goes_on_is_none(tmp_path: Path) -> None:
    seen = dict(unseen.unseen(release_of(tmp_path, [module(COURTS)])))
    assert FILINGS.category is Category.HOUSING
    assert "Housing." not in seen
    assert seen["Public safety."] == "No real figure exists here."


def test_a_need_whose_series_have_all_ended_says_since_when(tmp_path: Path) -> None:
    dining = replace(FILINGS, id="dining", category=Category.FOOD)
    ended = of(dining, "BX,2022-12-01,2022-12-31,1,normal\n", ended_on=date(2022, 12, 31))
    seen = dict(unseen.unseen(release_of(tmp_path, [ended])))
    assert seen["Restaurants and food."] == (
        "Every series has ended. The newest figures are to December 2022."
    )


def test_a_need_whose_industry_goes_on_is_not_said_to_have_ended_whole(tmp_path: Path) -> None:
    kinds = (*FILINGS.industries, *industries([("accommodation_food", "Hotels and restaurants")]))
    diners = replace(RIDERS, id="seated_diners", category=Category.FOOD)
    spending = replace(RIDERS, id="card_spending", title="Card spending", industries=kinds)
    made = module(replace(COURTS, id="spending", indicators=(spending,)))
    rows = observed(f"{HEAD}NYC,2026-07-01,2026-07-31,12,normal\n", "card_spending", "city")
    vars(made)["read"] = lambda _: rows.assign(industry_id="accommodation_food")
    release = release_of(
        tmp_path,
        [
            of(diners, "NYC,2022-11-01,2022-11-30,60,normal\n", ended_on=date(2022, 11, 30)),
            made,
        ],
    )
    finding = unseen.category(release, Category.FOOD)
    assert finding is not None
    assert finding[1] == (
        "Its only series ended in November 2022. Of the industry there is more: Card spending to "
        "July 2026."
    )


def test_what_only_partners_measured_is_said_and_never_filled(tmp_path: Path) -> None:
    seen = dict(unseen.unseen(release_of(tmp_path, [module(COURTS)])))
    said = seen["What only partners measured."]
    assert [each.what for each in UNMET if each.what.casefold() not in said.casefold()] == []


def test_home_says_what_the_release_changed_and_which_feeds_failed(tmp_path: Path) -> None:
    root = two_releases(tmp_path)
    newer = Release.open(root / NEWER)
    said = "".join(str(rendered(news.news(newer, {}))))
    assert "Filings. 3 values added, the newest to February 28, 2021; 1 value revised; " in said
    assert "1 figure hidden now." in said
    older = Release.open(root / OLDER)
    assert "No earlier release is held here" in str(rendered(news.news(older, {})))
    changes = Changes(since=OLDER, failures=(Failure("courts", "Filings", "it does not answer"),))
    failed = replace(newer.catalog, changes=changes)
    newer.catalog = failed
    assert "Filings: it does not answer" in str(rendered(news.news(newer, {})))


def test_a_release_made_before_changes_were_kept_leads_to_its_notes(tmp_path: Path) -> None:
    release = release_of(tmp_path, [module(COURTS)])
    release.catalog = replace(release.catalog, changes=None)
    assert "stands in its notes" in str(rendered(news.news(release, {})))


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_every_measure_names_indicators_of_the_catalog_for_its_geography(
    measure: LedgerEntry,
) -> None:
    from data_loaders.sources import catalog

    for indicator_id in measure.choices:
        assert measure.geography in catalog.INDICATORS[indicator_id].geographies


def test_only_figures_of_the_whole_city_count_toward_its_answer() -> None:
    """One of four measures was the State's job postings, and one Times Square."""
    counted = [measure for measure in MEASURES if measure.counted]
    assert {measure.geography for measure in counted} == {Geography.CITY}
    assert all("not counted" in each.note for each in MEASURES if not each.counted)
    assert "People walking in Times Square" not in [each.name for each in counted]


def test_a_number_of_the_ledger_has_its_unit_and_no_fact_stands_twice(tmp_path: Path) -> None:
    """ "75%" stood beside "25% below", and "6,195" beside no word of what it counts."""
    months = "NYC,2026-06-01,2026-06-30,{},normal\n"
    ends = {5000: "2019-07-27 2019-08-03 2019-08-10 2019-08-17"}
    ends[7000] = "2026-07-25 2026-08-01 2026-08-08 2026-08-15"
    weeks = "".join(
        f"NYC,{date.fromisoformat(end) - timedelta(days=6)},{end},{value},normal\n"
        for value, days in ends.items()
        for end in days.split()
    )
    release = release_of(
        tmp_path,
        [
            of(RIDERS, months.format(75)),
            of(CLAIMS, weeks),
            of(RENT, months.format(44)),
        ],
    )
    page = read(str(rendered(view.layout(Asked("/", {}, release, today=TODAY)))))
    cells = [text for text in page.texts("td") if text]
    assert [text for text in cells if text.startswith(("75%", "+44%", "7,000"))] == [
        "75%of a comparable day",
        "7,000filings",
        "+44%",
    ]
    assert [text for text in cells if "below" in text or "above" in text] == [
        "below 2019not back",
        "40% above 2019not back",
        "above 2019",
    ]


def test_of_copies_one_sentence_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ "This copy ends" stood under eleven dates."""
    monkeypatch.setattr(
        home_ledger, "fresh", lambda *_of: Freshness(COURTS, TODAY, Timeliness.COPY)
    )
    months = "NYC,2026-06-01,2026-06-30,75,normal\n"
    release = release_of(tmp_path, [of(RIDERS, months), of(RENT, months)])
    text = read(str(rendered(view.layout(Asked("/", {}, release, today=TODAY))))).text
    assert text.count("The files read here are copies") == 1
    assert "Not so" not in text
