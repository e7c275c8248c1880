"""A release made from copies is one of the sources that copies are kept of, and says so."""

from __future__ import annotations

from data_loaders.curate import plans
from data_loaders.sources import catalog
from data_loaders.vocabulary.progress import Silent


class Told(Silent):
    """Keeps what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, sentence: str) -> None:
        self.said.append(sentence)


def test_what_is_read_online_alone_is_left_out_of_a_release_from_copies() -> None:
    told = Told()
    kept = {module.SOURCE.id for module in plans.copied(catalog.MODULES, told)}
    lacking = plans.not_copied(catalog.MODULES)
    assert {source.id for source in catalog.SOURCES} - kept == {"nys_taxable_sales"}
    assert [each.source_id for each in lacking] == ["nys_taxable_sales"]
    assert told.said == [f"Taxable sales and purchases in the city: {plans.NO_COPY}"]
    # What is computed here has no feed, and stays.
    assert "gaps" in kept
