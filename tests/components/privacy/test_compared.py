"""What the demonstration says of hiding and noise is what a run measured, and stands only there."""

from __future__ import annotations

import re
from dataclasses import replace

from components.data import noise_words
from components.markup.first_view import rendered
from components.privacy import compared
from data_loaders.vocabulary.model import Frequency
from data_loaders.vocabulary.noise import NoiseUnit
from tests.support.privacy import made
from tests.support.reading_level import grade, sentences


def text(run: compared.Comparison) -> str:
    plain = re.sub(r"<[^>]+>", " ", str(rendered(compared.compared(run))))
    return " ".join(plain.split())


def test_every_method_of_every_source_stands_with_what_was_measured() -> None:
    run = compared.last_run()
    said = text(run)
    assert {method.epsilon for each in run.sources for method in each.methods} == {
        None,
        0.5,
        1.0,
        2.0,
    }
    for source in run.sources:
        assert source.name in said
        for method in source.methods:
            assert " ".join(compared.lost(method)) in said
            assert " ".join(compared.protected(method)) in said
        assert all(" ".join(row) in said for row in compared.sizes(source))
    assert f"city number {run.seed}" in said
    assert f"noise was drawn {run.draws} times" in said


def test_another_run_gives_other_words() -> None:
    run = compared.last_run()
    source = run.sources[0]
    hiding = replace(source.methods[0], hidden=37.4, far=4.0, totals=1.26)
    assert compared.lost(hiding) == ["Hiding", "37%", "4%", "1.3%"]
    changed = replace(run, sources=(replace(source, methods=(hiding,), unit=NoiseUnit.PERSON),))
    assert "Hiding 37% 4% 1.3%" in text(changed)
    assert "No giver is named" not in text(changed)
    assert "No giver is named" in text(run)


def test_what_noise_lets_an_insider_learn_is_bounded_and_what_hiding_does_is_certain() -> None:
    hiding, *noisy = compared.last_run().sources[0].methods
    assert compared.protected(hiding)[-1].endswith("of records, for certain")
    assert [compared.protected(each)[-1] for each in noisy] == [
        "right in at most 62% of tries",
        "right in at most 73% of tries",
        "right in at most 88% of tries",
    ]


def test_the_choice_and_a_rule_of_noise_read_at_8th_grade() -> None:
    run = compared.last_run()
    chosen = [*compared.meaning(), *map(compared.about, run.sources)]
    rules = [sentence for _label, sentence in noise_words.said(made.NOISE, Frequency.QUARTER)]
    for texts in (chosen, rules):
        split = sentences("<main>" + "".join(f"<p>{each}</p>" for each in texts) + "</main>")
        assert grade(split) <= 8.0
        assert max(map(len, split)) <= 25
