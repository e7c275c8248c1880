"""`python -m benchmarks.launch_document`: the figures of the last launch day into README.md here.

Everything README.md says in numbers of a launch day and of a million visits is written from
var/benchmarks/launch.json, so that it is always of one run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks.launch import CACHE, CONNECTIONS, WRITTEN

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- launch day: begin -->", "<!-- launch day: end -->"
HEAD = (
    "connections",
    "cache",
    "requests",
    "a second",
    "errors",
    "answered by the cache",
    "KB a request",
    "processor a request",
    "99 of 100 within",
    "MB before, halfway, after",
)
MILLION = 1_000_000


def main(
    figures: Annotated[Path, typer.Option(exists=True, help="What a run wrote.")] = WRITTEN,
    readme: Annotated[Path, typer.Option(exists=True, help="The document.")] = README,
) -> None:
    """Put the figures of a run into the document, between its two marks."""
    text = readme.read_text("utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise typer.BadParameter(f"{readme} has not the lines `{BEGIN}` and `{END}` once each")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    told = "\n".join(described(json.loads(figures.read_text("utf-8"))))
    readme.write_text(f"{before}{BEGIN}\n{told}\n{END}{after}", "utf-8")


def described(run: Mapping[str, Any]) -> Iterator[str]:
    """What a run measured, and what a million visits would cost, in Markdown."""
    machine = run["machine"]
    yield (
        f"{run['distinct']} distinct addresses (a fifth of all requests) and six hot ones, "
        f"{run['seconds']:,.0f} seconds a run,\non {run['started'][:10]}, release "
        f"{run['release']}, {machine['processor']}, of which load {machine['load_before']} was "
        "others'\nbefore it began; the generator is on the same cores."
    )
    yield ""
    yield f"| {' | '.join(HEAD)} |"
    yield f"|{'---|' * len(HEAD)}"
    measured = [one for one in run["outcomes"] if one["figures"]]
    for outcome in measured:
        yield f"| {' | '.join(_row(outcome['figures']))} |"
    yield ""
    problems = [f"{one['step']}: {one['problem']}" for one in run["outcomes"] if one["problem"]]
    yield from (f"- {each}." for each in problems)
    yield from [""] if problems else []
    yield "A million such requests, on paper from the rows above without an error:"
    yield ""
    yield from (_million(one["figures"]) for one in measured if not one["problem"])


def _row(figures: Mapping[str, float]) -> Sequence[str]:
    has_cache, requests = bool(figures[CACHE]), figures["requests"]
    held = (figures[f"megabytes_{when}"] for when in ("before", "halfway", "after"))
    return (
        f"{figures[CONNECTIONS]:.0f}",
        "yes" if has_cache else "no",
        f"{requests:,.0f}",
        f"{figures['requests_per_second']:,.0f}",
        f"{figures['errors']:,.0f}",
        f"{figures['kept']:.0%}" if has_cache else "",
        f"{_kilobytes(figures):.0f}",
        f"{figures['processor_ms_a_request']:.1f} ms",
        f"{figures['latency_99']:,.0f} ms",
        ", ".join(f"{each:.0f}" for each in held),
    )


def _million(figures: Mapping[str, float]) -> str:
    where = "with" if figures[CACHE] else "without"
    seconds = figures["processor_ms_a_request"] * MILLION / 1000
    return (
        f"- {figures[CONNECTIONS]:.0f} connections, {where} the cache: {seconds:,.0f} "
        f"core-seconds, {_kilobytes(figures) * MILLION / 1e6:,.0f} GB."
    )


def _kilobytes(figures: Mapping[str, float]) -> float:
    return 1000 * figures["megabytes"] / max(figures["requests"], 1)


if __name__ == "__main__":
    typer.run(main)
