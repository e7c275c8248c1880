"""The command that writes DATA-LICENSES.md from the terms records of all sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from data_loaders.command_line.failures import console
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Grant, Publication, Source

commands = typer.Typer()
FILE = "DATA-LICENSES.md"
HEAD = """\
# Terms of the data, by source

Written by `python -m data_loaders licenses` from the record of each source: change the record,
not this file. Figures belong to their publishers. What a publisher states is given as near its
words as can be, with the place where it says so; where no statement was found, that is said.
"""
PASSED_ON = {
    Publication.OPEN: "all figures",
    Publication.SHOW: "nothing: figures are drawn on pages only",
    Publication.DERIVED: "only what is computed from the figures",
}
GRANTED = {
    Grant.LICENSE: "a license",
    Grant.PUBLIC_DOMAIN: "public domain",
    Grant.FREE_TO_USE: "free to use, in the publisher's own words",
    Grant.LIMITED: "free for the uses the publisher names",
    Grant.NOTHING: "no statement of the publisher was found",
    Grant.OURS: "computed here",
}


@commands.command()
def licenses(
    to: Annotated[Path, typer.Argument(help="The file to write.")] = installation.ROOT / FILE,
) -> None:
    """Write the terms of every source into one file."""
    to.write_text(text(all_sources()), "utf-8")
    console.print(f"Written: {to}", soft_wrap=True)


def all_sources() -> list[Source]:
    """Every source, public ones first, in reading order."""
    return [*catalog.SOURCES, *(module.SOURCE for module in catalog.PARTNERS)]


def text(sources: list[Source]) -> str:
    """The whole file."""
    return "\n".join([HEAD, *("\n".join(_section(source)) + "\n" for source in sources)])


def _section(source: Source) -> Iterator[str]:
    terms = source.terms_of_use
    yield f"## {source.name} (`{source.id}`)\n"
    yield f"- Publisher: {source.partner}, <{source.publisher_url}>"
    yield f"- Terms: {GRANTED[terms.grant]}"
    if terms.stated:
        yield f"- The publisher states: {terms.stated} (in {terms.stated_in})"
    yield f"- Read on: {terms.checked_on}, to be read again by {terms.recheck_by}"
    if terms.shared_under:
        yield f"- Shared under: {terms.shared_under}"
    if terms.available:
        yield f"- Available: {terms.available}"
    if terms.of_public_agency:
        yield "- Figures of a government agency"
    if terms.credit:
        yield f"- Credit: {', '.join(terms.credit)}"
    yield f"- This site passes on: {PASSED_ON[source.publication]}"
    yield f"- Cite: {source.citation}"
