"""The words of Home: the answer, the sentences below it, and the rule that made them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from components.home.measures import LedgerRow, judged
from components.text import formats, headlines
from components.text.words import _, ngettext
from data_loaders.released.recovery import (
    BEFORE,
    MONTHS,
    NEAR,
    OLDEST_MONTHS,
    RELATIVE,
    WEEKS,
    Outcome,
    Recovery,
)
from data_loaders.vocabulary.model import Frequency, Measure

NEAR_PERCENT = round(100 * NEAR)
# When an answer is given, by the number of measures that are back and of all; the first that
# fits; and the same in words.
ANSWERS: tuple[tuple[Callable[[int, int], bool], str, str], ...] = (
    (lambda back, total: back == total, "Yes, by every measure here.", "all measures are back"),
    (lambda back, _total: back == 0, "Not yet.", "none is"),
    (lambda back, total: back * 2 == total, "By half of the measures.", "exactly half are"),
    (lambda back, total: back * 2 > total, "Mostly, and unevenly.", "more than half are"),
    (lambda _back, _total: True, "Only in part, and unevenly.", "fewer than half are"),
)


def answer(rows: list[LedgerRow]) -> str:
    """Is the city back? Decided by how many of the judged measures are."""
    total = len(judged(rows))
    back = _count_back(rows)
    if not total:
        return _("These figures cannot say.")
    return next(_(words) for is_so, words, _share in ANSWERS if is_so(back, total))


def tally(rows: list[LedgerRow]) -> str:
    """How many measures are back, and from when the figures are."""
    total = len(judged(rows))
    if not total:
        return _(
            "No series in this release both has a figure of its last {months} months and reaches "
            "back to before the pandemic.",
            months=OLDEST_MONTHS,
        )
    return _(
        "Back at their level from before the pandemic, or better: {back} of {total} measures.",
        back=formats.integer(_count_back(rows)),
        total=formats.integer(total),
    )


def spread(rows: list[LedgerRow]) -> str:
    """From when to when the figures of today are; empty where all are of one month."""
    newest = [row for row in rows if not row.is_last_known]
    months = [formats.month(row.standing.last) for row in sorted(newest, key=_last)]
    if len(set(months)) < 2:
        return ""
    return _(
        "These are the newest public figures. They are of different times, from {first} to {last}, "
        "so each has its own date.",
        first=months[0],
        last=months[-1],
    )


def last_known(rows: list[LedgerRow]) -> str:
    """How many measures are too old to count, and since when; empty for none."""
    old = sorted((row for row in rows if row.is_last_known), key=_last)
    if not old:
        return ""
    return ngettext(
        "One measure has no figure of the {months} months before this release. It is shown as "
        "last known, in {first}, and does not count.",
        "{words} measures have no figure of the {months} months before this release. They are "
        "shown as last known, in {first} to {last}, and do not count.",
        len(old),
        words=formats.first_upper(headlines.spelled(len(old))),
        months=OLDEST_MONTHS,
        first=formats.month(old[0].standing.last),
        last=formats.month(old[-1].standing.last),
    )


def lead(rows: list[LedgerRow]) -> list[str]:
    """One measure that is not back and one that is, or two of the same: each with a date, all of
    today where any is. One without better or worse is named where there is no second."""
    newest = [row for row in rows if not row.is_last_known] or rows
    not_back = [row for row in newest if row.outcome is Outcome.NOT_BACK]
    back = [row for row in newest if row.outcome is Outcome.BACK]
    neither = [row for row in newest if not row.has_direction and row.standing.ratio is not None]
    named = [*not_back[:1], *back[:1], *not_back[1:], *back[1:], *neither]
    return [sentence(row) for row in named[:2]]


def sentence(row: LedgerRow) -> str:
    """Where one measure stands, when."""
    return _(
        "{name} was {compared} in {period}.",
        name=_(row.measure.in_sentence),
        compared=compared(row),
        period=compared_period(row.standing),
    )


def compared(row: LedgerRow) -> str:
    """Now against before, in words: "near 2019", "22% below 2019", "0.9 points above 2019"."""
    stands = row.standing
    if stands.now is None or stands.before is None or stands.ratio is None:
        return ""
    before = _(row.measure.before) if row.measure.before else baseline(stands)
    if stands.is_near:
        return _("near {before}", before=before)
    blanks = {"amount": _amount(stands, stands.now, stands.before), "before": before}
    if stands.ratio > 1:
        return _("{amount} above {before}", **blanks)
    return _("{amount} below {before}", **blanks)


def beside_number(row: LedgerRow) -> str:
    """Now against before, beside the number shown: how far only where the number is not itself
    that: "below 2019" beside "58%", "14% above 2019" beside "6,195"."""
    stands, words = row.standing, compared(row)
    if stands.indicator.measure not in RELATIVE or not words or stands.is_near:
        return words
    before = _(row.measure.before) if row.measure.before else baseline(stands)
    is_above = stands.ratio is not None and stands.ratio > 1
    above = _("above {before}", before=before)
    return above if is_above else _("below {before}", before=before)


def unit(row: LedgerRow) -> str:
    """What the number is in, where its sign does not say."""
    indicator = row.standing.indicator
    if formats.is_share_of_before(indicator):
        return _(indicator.unit).removeprefix("% ")
    if indicator.measure in (Measure.PERCENT, Measure.PERCENT_CHANGE, Measure.MONEY):
        return ""
    return formats.unit_alone(indicator)


def _amount(stands: Recovery, now: float, before: float) -> str:
    if stands.indicator.measure is Measure.PERCENT:
        size = headlines.points(now - before)
        return _("{number} points", number=size)
    return headlines.share(abs(now / before - 1))


def baseline(stands: Recovery) -> str:
    """The time before, as a series has it: "2019", "January 2020"."""
    return formats.baseline(stands.indicator.baseline)


def was(row: LedgerRow) -> str:
    """What was last known, in the past tense and with its year: "was near 2019 in 2023"."""
    words = beside_number(row)
    if not words:
        return ""
    return _("was {compared} in {year}", compared=words, year=str(row.standing.last.year))


def outcome(row: LedgerRow) -> str:
    """Back or not, in a word; empty where that is not judged."""
    return {
        Outcome.BACK: _("back") if row.standing.is_near else _("better"),
        Outcome.NOT_BACK: _("not back"),
        Outcome.NOT_JUDGED: "",
    }[row.outcome]


def compared_period(stands: Recovery) -> str:
    """The span that is compared, as it stands after "in"."""
    first, last = stands.compared
    if stands.indicator.frequency in (Frequency.DAY, Frequency.WEEK):
        return _("the four weeks to {day}", day=formats.day(last))
    if stands.indicator.measure in RELATIVE:
        return formats.period_of(first, last, stands.indicator)
    return _("the 12 months to {month}", month=formats.month(last))


def value_period(stands: Recovery) -> str:
    """The span of the number shown: "four weeks to October 31, 2024", "the 12 months to October
    2023" or "October 2023"."""
    if stands.is_middle:
        return _("middle of the 12 months to {month}", month=formats.month(stands.window[1]))
    if stands.indicator.frequency in (Frequency.DAY, Frequency.WEEK):
        if stands.first == stands.last or (stands.last - stands.first).days == 6:
            return formats.period_of(stands.first, stands.last, stands.indicator)
        return _("four weeks to {day}", day=formats.day(stands.last))
    return formats.period_of(stands.first, stands.last, stands.indicator)


def rule() -> list[str]:
    """How the answer is decided, in sentences made from the constants that decide it."""
    return [
        _(
            "A measure is back when it is within {near} percent of its level before the pandemic, "
            "or better. Better is what each measure declares: for unemployment, lower; for "
            "subway riders, higher; rents have no better or worse and do not count.",
            near=NEAR_PERCENT,
        ),
        _(
            "Daily and weekly series: the mean of the newest {weeks} weeks against the same weeks "
            "of {year}; early figures are passed over. Longer periods: the middle of the newest "
            "{months} months against the middle of {year}, and the number shown is that middle. "
            "A series that its publisher already "
            "gives as a share or a change is taken as it is.",
            weeks=WEEKS,
            months=MONTHS,
            year=BEFORE,
        ),
        _(
            "{answers} A series that has ended does not count. Nor does one whose newest figure "
            "is more than {oldest} months older than the release: it is last known. "
            "Of several series on one topic the one with the newest figure counts.",
            oldest=OLDEST_MONTHS,
            answers=" ".join(
                _("The answer is “{answer}” when {share}.", answer=_(words), share=_(share))
                for _is_so, words, share in ANSWERS
            ),
        ),
    ]


def _count_back(rows: list[LedgerRow]) -> int:
    return sum(row.outcome is Outcome.BACK for row in rows)


def _last(row: LedgerRow) -> date:
    return row.standing.last
