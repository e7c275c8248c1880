"""How hard a page is to read: the Flesch-Kincaid grade of its sentences, names and numbers masked.

Grade 8 is what most adults read with ease. A name counts as one short word, as no writer can
choose it; so does a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

LINES = frozenset(
    {"p", "li", "h1", "h2", "h3", "h4", "dd", "dt", "caption", "summary", "div", "section", "br"}
)
# Not sentences of ours: what stands around, controls, code, cells of tables.
LEFT_OUT = frozenset(
    {"script", "style", "svg", "table", "select", "form", "nav", "pre", "code", "button"}
)
MASK = "X"
SENTENCE_ENDS = re.compile(r"(?<=[.?!])[”\"]?\s+(?=[A-Z0-9“])")
WORD = re.compile(r"[\w$%'’&/.,\u2212+-]+")
ABBREVIATED = re.compile(r"\b(St|No|Dr|Mt|vs)\.")
DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")


class _Lines(HTMLParser):
    """The lines of text in the main part of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._words = ""
        self._hidden = 0
        self._is_main = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._is_main |= tag == "main"
        self._hidden += tag in LEFT_OUT
        if tag in LINES:
            self._end()

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in LEFT_OUT
        if tag in LINES or tag == "main":
            self._end()
        self._is_main &= tag != "main"

    def handle_data(self, data: str) -> None:
        if self._is_main and not self._hidden:
            self._words += data

    def _end(self) -> None:
        words, self._words = " ".join(self._words.split()), ""
        if words:
            self.lines.append(words)


def sentences(page: str, names: Iterable[str] = ()) -> list[list[str]]:
    """The sentences of a page of HTML, as words; `names` are masked, longest first."""
    known = sorted({name for name in names if len(name) > 2}, key=len, reverse=True)
    masks = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in known) or "(?!)", re.I)
    return [words for part in _parts(page) if len(words := _masked(masks.sub(MASK, part))) > 2]


def as_they_stand(page: str) -> list[list[str]]:
    """The sentences of a page of HTML, each word of a name and each number counted."""
    return [part.split() for part in _parts(page)]


def _parts(page: str) -> Iterator[str]:
    """Each sentence of a page of HTML; a line that ends in no stop has none."""
    found = _Lines()
    found.feed(page)
    for line in found.lines:
        if line.endswith((".", "?", "!")):
            yield from SENTENCE_ENDS.split(DECIMAL.sub("", ABBREVIATED.sub(r"\1", line)))


def _masked(sentence: str) -> list[str]:
    """Words, with one mask for each run of names or numbers."""
    words: list[str] = []
    for i, found in enumerate(WORD.findall(sentence)):
        word = found.strip(".,'’-/&")
        if not word:
            continue
        is_name = word == MASK or any(c.isdigit() for c in word) or (i > 0 and word[0].isupper())
        if not is_name:
            words.append(word)
        elif not words or words[-1] != MASK:
            words.append(MASK)
    return words


def grade(split: list[list[str]]) -> float:
    """The grade of Flesch and Kincaid."""
    words = [word for sentence in split for word in sentence]
    spoken = sum(map(syllables, words))
    return 0.39 * len(words) / len(split) + 11.8 * spoken / len(words) - 15.59


def syllables(word: str) -> int:
    """How many a word has, by its vowels; a silent e at its end is none."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    silent = re.search(r"[^laeiouy]e$|[^aeiouycsxz]es$|[^dtaeiouy]ed$", letters)
    return max(len(re.findall(r"[aeiouy]+", letters)) - bool(silent), 1)
