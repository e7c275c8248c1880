"""A page as a reader without scripts gets it: elements, words and tables."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})
UNSEEN = frozenset({"script", "style"})


class PageRead(HTMLParser):
    """Everything a test asks of a page: what stands in which element, and all it says."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._said: list[str] = []
        self.rows: list[list[str]] = []
        self._found: list[tuple[str, dict[str, str], list[str]]] = []
        self._open: list[tuple[str, list[str]]] = []

    @property
    def text(self) -> str:
        """All that a reader sees."""
        return "".join(self._said)

    def attributes(self, name: str) -> list[dict[str, str]]:
        """Attributes of every element of a name, in order."""
        return [attributes for found, attributes, _ in self._found if found == name]

    def elements(self, name: str) -> list[tuple[dict[str, str], str]]:
        """Attributes and words of every element of a name, in order."""
        return [
            (attributes, " ".join("".join(parts).split()))
            for found, attributes, parts in self._found
            if found == name
        ]

    def texts(self, name: str) -> list[str]:
        """What every element of a name says."""
        return [
            " ".join("".join(parts).split()) for found, _, parts in self._found if found == name
        ]

    def count(self, name: str, class_name: str) -> int:
        """How many elements of a name have a class."""
        return sum(class_name in one.get("class", "").split() for one in self.attributes(name))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        words: list[str] = []
        self._found.append((tag, {name: value or "" for name, value in attrs}, words))
        if tag == "tr":
            self.rows.append([])
        if tag not in VOID:
            self._open.append((tag, words))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._found.append((tag, {name: value or "" for name, value in attrs}, []))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, words = self._open.pop()
            if name in ("td", "th") and self.rows:
                self.rows[-1].append(" ".join("".join(words).split()))
            if name in ("p", "li", "h1", "h2", "h3", "div", "td", "th", "option", "label"):
                self._said.append(" ")
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        for _name, words in self._open:
            words.append(data)
        if not any(name in UNSEEN for name, _ in self._open):
            self._said.append(data)


def read(html: str) -> PageRead:
    """The page in `html`."""
    page_read = PageRead()
    page_read.feed(html)
    page_read.close()
    return page_read
