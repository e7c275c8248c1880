"""Round by round until guesses fail, and what is worked out of what is left."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.tables import low_figures, shared_bases
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.guess import Score
from data_loaders.privacy.tables.network import Mask
from data_loaders.privacy.treatment import changes, judged, treat
from data_loaders.privacy.treatment.judged import Judgement
from data_loaders.vocabulary.guess_rates import GuessRates
from tests.support.privacy import made


@dataclass
class Judge:
    """Says that one figure is guessed, in so many rounds; hears what it is asked."""

    rounds: int
    heard: list[tuple[Mask, pd.DataFrame | None]] = field(default_factory=list)

    def __call__(
        self,
        published: pd.DataFrame,
        whole: pd.DataFrame,
        small: Mask,
        previous: pd.DataFrame | None,
        *_: object,
    ) -> Judgement:
        self.heard.append((small, previous))
        self.small = (whole["value"] < 10).to_numpy()
        more = whole["area_id"].eq("BK02") & whole["industry_id"].eq("work")
        again = len(self.heard) <= self.rounds
        return Judgement((more & again).to_numpy(), Score(40, 4, 10))


def treated(judge: Judge, patch: pytest.MonkeyPatch) -> treat.Treated:
    patch.setattr(judged, "too_well_guessed", judge)
    before = made.counted().iloc[:0]
    return treat.treat(made.counted(), made.PEOPLE, [made.CLIENTS], before, made.BOROUGHS)


def test_what_is_guessed_takes_a_figure_with_it_in_the_next_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for rounds, status in ((0, "normal"), (1, "withheld")):
        judge = Judge(rounds)
        table = treated(judge, monkeypatch).observations
        assert made.cell(table, "BK02", "work")["status"] == status
        assert made.cell(table, "BX01", "work")["status"] == "withheld"
        assert len(judge.heard) == rounds + 1
        for small, previous in judge.heard:
            assert previous is not None
            assert np.array_equal(small, judge.small)


def test_a_source_that_is_guessed_whatever_is_hidden_is_not_published(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(treat, "ROUNDS", 2)
    with pytest.raises(TreatmentError) as error:
        treated(Judge(99), monkeypatch)
    assert str(error.value) == (
        "withheld cells are guessed too often from the figures around them, whatever is hidden "
        "beside them; use longer periods, fewer areas or fewer categories"
    )


def test_how_often_others_are_guessed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert treated(Judge(0), monkeypatch).guessed == GuessRates(exact=10, close=25)


def both() -> pd.DataFrame:
    """Clients and shares of the same places, as they are before anything is hidden."""
    share = made.counted(indicator_id="share").assign(value=52.3)
    return pd.concat([made.counted(), share], ignore_index=True)


def test_what_adds_up_is_never_rounded_and_the_rest_is() -> None:
    table, policy = both(), replace(made.PEOPLE, rounding=5.0)
    none = np.zeros(len(table), dtype=bool)
    found = treat._publish(table, none, policy, (made.CLIENTS, made.SHARE), made.BOROUGHS)
    of = dict(iter(found.groupby("indicator_id")["value"]))
    assert set(of["share"]) == {50.0}
    assert sorted(of["clients"]) == sorted(made.counted()["value"])


def told(
    patch: pytest.MonkeyPatch, module: ModuleType, name: str
) -> list[tuple[pd.DataFrame, object]]:
    """The first two things a step is told each time it is asked, while it does what it does."""
    calls: list[tuple[pd.DataFrame, object]] = []
    step = getattr(module, name)

    def listens(rows: pd.DataFrame, second: object, *others: object) -> object:
        calls.append((rows, second))
        return step(rows, second, *others)

    patch.setattr(module, name, listens)
    return calls


def test_looks_at_gaps_are_told_of_what_is_withheld_and_what_was_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = both()
    since = told(monkeypatch, changes, "of_hidden_before")
    looks = [
        told(monkeypatch, module, name)
        for module, name in ((low_figures, "beside_gaps"), (shared_bases, "told_by_wholes"))
    ]
    hidden = (table["area_id"] == "BX01").to_numpy()
    treat._publish(table, hidden, made.PEOPLE, (made.CLIENTS, made.SHARE), made.BOROUGHS)
    assert [counted is table for _, counted in since] == [True]
    for ((rows, gaps),) in looks:
        assert rows["area_id"][np.asarray(gaps)].tolist() == ["BX01"] * 6


def test_what_lies_in_no_area_is_left_out_of_figures_that_say_so() -> None:
    people = made.counted({"BX01": (4, 5), "unallocated": (6, 7)}, indicator_id="people")
    table = pd.concat([people, people.assign(indicator_id="clients")], ignore_index=True)
    found = treat._without_remainders(table, replace(made.PEOPLE, remainder_left_out=("people",)))
    assert sorted(found["indicator_id"] + " " + found["area_id"]) == [
        *["clients BX01"] * 2,
        *["clients unallocated"] * 2,
        *["people BX01"] * 2,
    ]
