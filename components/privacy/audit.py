"""The last audit on the privacy page, and how treatments changed between releases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields

from dash import html
from dash.development.base_component import Component

from components.data import policy_words
from components.data.source import PATH as METHODS
from components.figures import row_order
from components.figures.ordered import Cell, Column, ordered, text
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.folding import aside, on_phones
from components.markup.prose import Content, definitions, section
from components.privacy import words as privacy_words
from components.text import formats
from components.text.words import _, ngettext
from data_loaders.released.release import Release, release_order
from data_loaders.released.serving import held
from data_loaders.vocabulary.audit_record import TITLES, Audit
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.policy import Policy, Treatment
from data_loaders.vocabulary.treatment_changes import CHANGES

# The fields of a policy that are prose, and what of prose makes another rule of it.
WORDED = ("plain", "publisher_rule", "revision", "retention", "unit_of_observation")
WORDS_THAT_COUNT = re.compile(
    r"\d[\d.,]*\d|\d|\b(?:no|not|none|nothing|never|without|only|all|half|one|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundreds?|thousands?)\b"
)
HIDDEN_COVERED = (
    "An attack says something of the hidden figures it was about and of no others. Indexes and"
    " shares stand in no sum, so A1 to A4 do not reach them."
)


def audit(release: Release, query: Mapping[str, str]) -> Component:
    """When it ran, whether it passed, and each attack with the sources it ran on."""
    record = release.audit
    result = policy_words.checked(record)
    rows = [_row(record, check_id) for check_id in TITLES]
    order = row_order.of_query(query, addresses.PRIVACY, "audit-rows")
    table = ordered(_("Checks of the published files"), _columns(), rows, order)
    words = ngettext("{number} check and its result", "{number} checks, with results", len(rows))
    body: list[Content] = [
        html.P(result),
        on_phones(words, table, is_open=order.is_asked),
        html.P(_(HIDDEN_COVERED)),
        html.P(_("A check that was not run is for data of partners; this release has none."))
        if not any(each.treatment is Treatment.OURS for each in record.sources)
        else "",
        html.P(_("The check of noise is for sources with noisy figures; this release has none."))
        if not any(each.policy.noise for each in release.sources.values())
        else "",
        html.P(privacy_words.added_rules())
        if any(map(policy_words.is_stricter, release.sources.values()))
        else "",
        *(html.P(text) for text in privacy_words.claim()),
    ]
    return section(_("The last audit"), body, "audit")


def _columns() -> list[Column]:
    return [
        Column("attack", _("Check")),
        Column("sources", _("Sources"), is_number=True, is_right=True),
        Column("looked", _("Looked at"), is_number=True, is_right=True),
        Column("hidden", _("Hidden"), is_number=True, is_right=True),
        Column("failures", _("Failures"), is_number=True, is_right=True),
        Column("result", _("Result")),
    ]


def _row(record: Audit, check_id: str) -> list[Cell]:
    ran = [check for each in record.sources for check in each.checks if check.id == check_id]
    checked = sum(check.checked for check in ran)
    failures = sum(check.failures for check in ran)
    if not ran:
        result = _("not run")
    else:
        result = policy_words.result(checked, is_passed=all(check.passed for check in ran))
    return [
        # "A2" before "A10".
        (_("{id} {title}", id=check_id, title=_(TITLES[check_id])), check_id.zfill(4)),
        (formats.integer(len(ran)), float(len(ran))),
        (formats.integer(checked), float(checked)) if ran else ("", None),
        _covered(record, check_id),
        (formats.integer(failures), float(failures)) if ran else ("", None),
        text(result),
    ]


def _covered(record: Audit, check_id: str) -> Cell:
    """How many of the hidden figures of sources we treat an attack was about."""
    ours = [each for each in record.sources if each.treatment is Treatment.OURS]
    checks = [check for each in ours for check in each.checks if check.id == check_id]
    if not checks:
        return "", None
    covered = sum(check.covered for check in checks)
    every = formats.integer(sum(each.withheld for each in ours))
    return _("{covered} of {all}", covered=formats.integer(covered), all=every), float(covered)


def treatments(release: Release, query: Mapping[str, str]) -> Component:
    """Which rules differ from those of the release before."""
    earlier = before(release)
    if earlier is None:
        text = _("This is the earliest release held here; there is none to compare its rules with.")
        return section(_("How the rules changed"), [html.P(text)], "changes")
    blanks = {"id": earlier.id, "now": release.id}
    rows = list(changed(earlier.sources, release.sources))
    told_anew = list(reworded(earlier.sources, release.sources))
    lead = (
        _("Rules that differ between release {id} and release {now}:", **blanks)
        if rows
        else _("No rule differs between release {id} and release {now}.", **blanks)
    )
    words = _("Each rule that differs, before and now")
    body: list[Content] = [html.P(lead), *([aside(words, definitions(rows))] if rows else [])]
    if told_anew:
        same = ngettext(
            "The same rules in other words: {number} source",
            "The same rules in other words: {number} sources",
            len(told_anew),
        )
        body.append(aside(same, definitions(told_anew)))
    body.append(
        html.P(html.A(_("The rules of each source"), href=kept(f"{METHODS}#sources", query)))
    )
    return section(_("How the rules changed"), body, "changes")


def mended(query: Mapping[str, str]) -> Component:
    """What was found in our treatment of data, and mended, by day."""
    columns = [
        Column("day", _("Mended on"), is_number=True),
        Column("found", _("What was found")),
        Column("now", _("What is done now")),
    ]
    rows = [
        [
            (formats.day(each.mended_on), float(each.mended_on.toordinal())),
            text(_(each.found)),
            text(_(each.mended)),
        ]
        for each in CHANGES
    ]
    order = row_order.of_query(query, addresses.PRIVACY, "mended-rows")
    table = ordered(_("Faults found and mended"), columns, rows, order, "wordy")
    words = ngettext(
        "{number} fault and its mend", "{number} faults, each with its mend", len(rows)
    )
    told = aside(words, table, is_open=order.is_asked)
    return section(_("Faults found and mended"), [told], "mended")


def before(release: Release) -> Release | None:
    """The release before this one, where it is held here."""
    side = held(is_demo=release.manifest.is_simulated)
    earlier = [name for name in side.ids() if release_order(name) < release_order(release.id)]
    return side.pinned(earlier[0]) if earlier else None


def changed(
    earlier: Mapping[str, Source], now: Mapping[str, Source]
) -> Iterator[tuple[str, list[Content]]]:
    """Sources whose rules differ in more than words, with the sentences that came and went."""
    for source_id, source in now.items():
        if source_id not in earlier:
            yield _(source.name), [html.P(_("New in this release."))]
            continue
        if not _are_the_same(earlier[source_id].policy, source.policy):
            yield from _told(earlier[source_id], source)
    gone_count = len(earlier.keys() - now.keys())
    if gone_count:
        words = ngettext("{number} source", "{number} sources", gone_count)
        yield _("No longer shown"), [html.P(words)]


def reworded(
    earlier: Mapping[str, Source], now: Mapping[str, Source]
) -> Iterator[tuple[str, list[Content]]]:
    """Sources whose rules are the same in other words, with those words."""
    for source_id, source in now.items():
        if source_id in earlier and _are_the_same(earlier[source_id].policy, source.policy):
            yield from _told(earlier[source_id], source)


def _are_the_same(old: Policy, new: Policy) -> bool:
    """Whether two policies differ in no field but their words, and those in no number or denial."""
    counted = [(_what_counts(old, each.name), _what_counts(new, each.name)) for each in fields(old)]
    return all(before_ == now for before_, now in counted)


def _what_counts(policy: Policy, field: str) -> object:
    rule = getattr(policy, field)
    return sorted(WORDS_THAT_COUNT.findall(rule.lower())) if field in WORDED else rule


def _told(old: Source, new: Source) -> Iterator[tuple[str, list[Content]]]:
    """The sentences of a source that came and went; nothing where none did."""
    before_, now = _sentences(old), _sentences(new)
    gone = [html.P(_("Before: {rule}", rule=rule)) for rule in before_ if rule not in now]
    come = [html.P(_("Now: {rule}", rule=rule)) for rule in now if rule not in before_]
    if gone or come:
        yield _(new.name), [*gone, *come]


def _sentences(source: Source) -> list[str]:
    return [rule.in_full for rule in policy_words.rules(source)]
