"""Whether a partner's delivery is plausible beside those before it, at the door.

A figure may be one to hide, so an id comes from the files' hash and what is told of an accepted
finding names the figure alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from data_loaders.curate.deliveries.partner import delivery_format, vintage
from data_loaders.curate.plausibility import columns
from data_loaders.curate.plausibility.findings import Finding, with_id
from data_loaders.curate.plausibility.gate import findings
from data_loaders.delivery.findings import Report
from data_loaders.sources.contracts import Partner
from data_loaders.vocabulary.model import AcceptedFinding


def require_received(report: Report, file: str, kept: pd.DataFrame, on: date) -> None:
    """Refuse rows of days after the one they were received on."""
    if vintage(kept) > on:
        to_come = kept["day"] > pd.Timestamp(on)
        report.stop(
            file,
            f"{int(to_come.sum()):,} rows of days after it was received",
            f"days to {on}",
            "Ask the partner for the right dates.",
            kept.index[to_come],
        )


def implausible(
    module: Partner, kept: pd.DataFrame, earlier: Sequence[pd.DataFrame], sha256: str
) -> tuple[Finding, ...]:
    """What is implausible about a delivery's rows beside those of earlier ones, oldest first.

    A delivery that holds all figures so far is held against the last one figure by figure.
    """
    source, stamp = module.SOURCE, sha256.encode()
    doubts = tuple(with_id(source.id, each, stamp) for each in columns.doubts(kept, earlier))
    if doubts or not delivery_format(source).is_cumulative:
        return doubts
    last = module.counted(earlier[-1]) if earlier else None
    return findings(source.id, source.indicators, module.counted(kept), last, stamp=stamp)


def judged(
    report: Report, file: str, found: Sequence[Finding], accept: Mapping[str, str], on: date
) -> tuple[AcceptedFinding, ...]:
    """The findings that were accepted, noted; each of the others stops the delivery."""
    for each in found:
        doubt = each.doubt
        told = f"{doubt.series}: {doubt.found}"
        if each.id in accept:
            report.note(file, told, doubt.expected, f"Accepted: {accept[each.id]}")
        else:
            mend = f"Likely {doubt.cause}. If it is right: --accept {each.id} --why …"
            report.stop(file, told, doubt.expected, mend)
    return tuple(
        AcceptedFinding(
            each.id,
            each.source_id,
            f"{each.doubt.series}: figures unlike those before.",
            accept[each.id],
            on,
        )
        for each in found
        if each.id in accept
    )
