"""No bare name of a person stands in a record: what is on no list of names is refused."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_loaders.command_line.record_commands import known_ids as known
from data_loaders.records import corrections, site_changes
from data_loaders.records.held import read_and_checked
from data_loaders.records.invention import named_in_its_id
from data_loaders.records.known_names import (
    GIVEN_FILE,
    WORDS_FILE,
    KnownNames,
    is_given_name,
    known_names,
    read_names,
    unknown_names,
)
from data_loaders.records.model import KINDS
from data_loaders.records.reading import NAMES_FILE
from data_loaders.vocabulary.installation import SHIPPED_RECORDS

NAMES = """
Jane Doe|Maria|John|Wei Zhang|Zhang Wei|Li Na|Nguyễn Thị Minh Khai|Nguyen Van An|Kim Min-jun
Park Ji-woo|Haruto Satō|Yuki|Sakura Tanaka|Priya Sharma|Arjun|Mohammed Al-Farsi
Fatima bint Khalid|Aisha|Omar|Yitzhak Cohen|Shira Ben-David|Oluwaseun Adeyemi|Chidi
Ngozi Okonkwo|Kwame Mensah|Thabo Mbeki|Abebe Bikila|Tadesse|José Núñez
María de los Ángeles García Pérez|Joaquín|João da Silva|Inês|Luiz Inácio|François Lefèvre
Élodie|Jean-Luc|Marie-Claire Dubois|Jürgen Müller|Björn|Åsa Öberg|Søren Kierkegaard
Łukasz Wójcik|Siobhán O’Brien|Seán|Conor O'Neill|Niamh|Ian McDonald|DeShawn Jackson|LaToya
Shaniqua|Tyrone Washington|Ana-Maria Ionescu|Dvořák|Nikola Šarić|Đorđe|Giannis Antetokounmpo
Eleftheria|Olga Ivanova|Dmitri|Yevhen|Αλέξανδρος|Мария Петрова|Володимир|王伟|李娜
佐藤さくら|김민준|محمد|דוד|प्रिया|สมชาย|Ahmet Yılmaz|İpek|Şükrü|Sitting Bull|Deb Haaland
Keanu|Leilani|Tāne|Mele|Gabriel|Guadalupe|Xóchitl|Cuauhtémoc|J. Doe|J. R. R. Tolkien
Q. Public|A. Nonymous|Martin Luther King|King|Young|Smith|Johnson|Williams|Brown|Park|Cook
Baker|Rose|Grace|Hope|Will|Mark|Bill|Frank|Art|Sue|Faith|Dawn|Summer|Chase|Hunter Green
Rich White|Grant Wood|May|April|June|August|March|Jordan|Chelsea|Madison|Paris|Austin|Dallas
Virginia Woolf|Georgia|Carolina|Brooklyn Beckham|Queens Latifah
"""
EVERY = tuple(name for line in NAMES.split("\n") for name in line.split("|") if name)
PLACES = (
    "{} chose the data.",
    "{} and the agency agreed on it.",
    "The list was made by {}.",
    "The City asked: {} answered.",
    "The list (by {}) was published in July 2020.",
    "{}’s list was published.",
    "In 2021 the Office of Data Analytics and {}, an analyst, wrote it.",
    "Data: {}",
    "Read what\n{} found.",
)


PLAIN_WORDS = (
    "They mark each block; the bill, brown and green, will grant a fair chance.",
    "In spring rents rose on brown fields: a young city and a rich mix: hope, faith and grace.",
    "The mark will be lower, and the season may begin late.",
    "Heat in summer; white space, black ink and a frank word about the art of the guess.",
    "The ward, block by block, may price what families add by hand.",
)


@pytest.fixture(scope="module")
def names() -> KnownNames:
    """The names that ship."""
    documents = {path.stem for path in (SHIPPED_RECORDS / "documents").glob("*.toml")}
    listed, faults = read_names(SHIPPED_RECORDS, documents)
    assert faults == []
    return listed


@pytest.mark.parametrize("place", PLACES)
def test_names_of_many_origins_are_refused_wherever_they_stand(
    names: KnownNames, place: str
) -> None:
    spellings = {(name, each) for name in EVERY for each in (name, name.upper(), name.title())}
    let_in = [each for name, each in spellings if not any(unknown_names(place.format(each), names))]
    assert let_in == []


@pytest.mark.parametrize(
    "name",
    ["jane doe", "maria", "josé núñez", "mohammed", "john", "peter", "jean-luc", "aisha", "søren"]
    + ["garcia", "núñez", "hernandez", "mark brown", "mark-brown", "rose zhang", "grace\nbaker"]
    + ["frank king", "bill cook", "ray okonkwo", "faith hill", "art green", "mark li", "young kim"],
)
def test_names_in_small_letters_are_refused(names: KnownNames, name: str) -> None:
    assert any(unknown_names(f"The list was made by {name} in 2021.", names))


@pytest.mark.parametrize("name", ["mark-brown", "rose_king", "garcia", "list-of-jane"])
def test_no_file_of_a_record_is_named_after_somebody(name: str) -> None:
    assert [*named_in_its_id(name)]


@pytest.mark.parametrize("text", PLAIN_WORDS)
def test_words_that_are_names_too_are_let_in_where_they_are_words(
    names: KnownNames, text: str
) -> None:
    """No false refusal, and the limit that the check states: after will and may anything stands."""
    assert [*unknown_names(text, names)] == []


@pytest.mark.parametrize(
    "name",
    [
        "J\u200bane",
        "Ja\u00adne D\u2060oe",
        "Ｊａｎｅ",
        "𝐉𝐚𝐧𝐞",
        "Jаne",
        "Jose\u0301",
        "J4ne",
        "jAne",
        "ᴊᴀɴᴇ",
    ],  # noqa: RUF001
)
def test_names_in_disguise_are_refused(names: KnownNames, name: str) -> None:
    assert any(unknown_names(f"The data were chosen by {name} then.", names))


FIRST = st.characters(categories=("Lu", "Lt"))
UNLISTED = st.builds(
    str.__add__, FIRST, st.text(st.characters(categories=("Ll",)), min_size=2, max_size=9)
)


def is_refused(parts: list[str], place: str) -> None:
    common = set(WORDS_FILE.read_text("utf-8").split())
    if all(part.casefold() not in common for part in parts):
        assert any(unknown_names(place.format(" ".join(parts)), known_names(()))), parts


@settings(max_examples=50, deadline=None)
@given(st.lists(UNLISTED, min_size=1, max_size=3), st.sampled_from(PLACES))
def test_words_with_a_capital_that_are_no_words_are_refused(parts: list[str], place: str) -> None:
    is_refused(parts, place)


@pytest.mark.nightly
@settings(max_examples=2000, deadline=None)
@given(st.lists(UNLISTED, min_size=1, max_size=3), st.sampled_from(PLACES))
def test_the_full_search_lets_no_unknown_word_in(parts: list[str], place: str) -> None:
    is_refused(parts, place)


@pytest.mark.parametrize(
    "text",
    [
        "The Department of Small Business Services is on no list, and its name is of common words.",
        "From April 2020 to June 2021, mid-May to mid-August, and in March.",
        "Families in Hollis, Bay Ridge and Jackson Heights moved to Staten Island.",
        "In May the Metropolitan Museum of Art opened. New Yorkers came from New Jersey.",
        "The naïve résumé: COVID-19 came in March 2020.",
        "NYC Open Data, SNAP and Medicaid: each by ZIP code.",
    ],
)
def test_offices_places_months_and_words_are_let_in(names: KnownNames, text: str) -> None:
    assert [*unknown_names(text, names)] == []


def test_no_common_word_is_a_given_name() -> None:
    words = WORDS_FILE.read_text("utf-8").split("\n")
    given = set(GIVEN_FILE.read_text("utf-8").split("\n"))
    assert given.isdisjoint(word for word in words if word and word[0] != "#")
    assert is_given_name("MARÍA")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the records that ship, to break one of them."""
    return Path(shutil.copytree(SHIPPED_RECORDS, tmp_path / "records"))


SENTENCES = ("text", "here", "check", "question", "title", "purpose")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("added", ["Jane Doe chose the data.", "Maria decided.", "王伟 decided."])
def test_every_kind_of_record_refuses_a_bare_name_with_its_line(
    root: Path, kind: str, added: str
) -> None:
    path = sorted((root / kind).glob("*.toml"))[0]
    text = path.read_text("utf-8")
    match = re.search(rf'^(?:{"|".join(SENTENCES)}) = "(.*)"$', text, re.MULTILINE)
    assert match
    path.write_text(text.replace(f'"{match[1]}"', f'"{match[1]} {added}"', 1), "utf-8")
    line = text[: match.start()].count("\n") + 1
    [fault] = read_and_checked(root, known())[1]
    assert (fault.file, fault.line) == (f"{kind}/{path.name}", line)
    assert "name" in fault.what
    assert fault.how


@pytest.mark.parametrize("field", ["agency", "role", "found", "risk", "reason", "what"])
def test_no_field_of_a_use_names_somebody(root: Path, field: str) -> None:
    path = root / "uses/2026-001.toml"
    text = path.read_text("utf-8")
    changed = re.sub(rf'\b{field} = "([^"]*)"', rf'{field} = "\1 by Maria Barnes"', text, count=1)
    assert changed != text
    path.write_text(changed, "utf-8")
    assert [fault.file for fault in read_and_checked(root, known())[1]] == ["uses/2026-001.toml"]


def test_an_organization_is_let_in_once_it_is_listed_with_its_source(root: Path) -> None:
    path = root / "partners/kinsa.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('name = "Kinsa"', 'name = "Zebulon"'), "utf-8")
    [fault] = read_and_checked(root, known())[1]
    assert "Zebulon is on no list" in fault.what
    assert NAMES_FILE in fault.how
    listed = root / NAMES_FILE
    entry = '\n[[names]]\nname = "Zebulon"\nkind = "organization"\nsource = "launch-2020"\n'
    listed.write_text(listed.read_text("utf-8") + entry, "utf-8")
    assert read_and_checked(root, known())[1] == ()


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ('name = "Zebulon"\nkind = "organization"', "missing required field `source`"),
        ('name = "Zebulon"\nkind = "organization"\nsource = "hearsay"', "no document is called"),
        ('name = "Zebulon"\nkind = "person"\nsource = "launch-2020"', "Invalid enum value"),
        ('name = "Jane Doe"\nkind = "organization"\nsource = "launch-2020"', "name of a person"),
        ('name = "Zebulon\nkind = "organization"', "not readable as TOML"),
    ],
)
def test_a_faulty_list_of_names_is_refused_with_its_place(
    root: Path, entry: str, what: str
) -> None:
    path = root / NAMES_FILE
    text = path.read_text("utf-8")
    path.write_text(f"{text}\n[[names]]\n{entry}\n", "utf-8")
    faults = [each for each in read_and_checked(root, known())[1] if each.file == NAMES_FILE]
    assert faults
    assert what in faults[0].what
    assert faults[0].line > text.count("\n")
    assert faults[0].how


def test_a_file_is_not_named_after_a_person(root: Path) -> None:
    (root / "documents/tracker.toml").rename(root / "documents/jane-doe.toml")
    assert ("documents/jane-doe.toml", "the name of a person") in {
        (fault.file, fault.what) for fault in read_and_checked(root, known())[1]
    }


def test_corrections_and_changes_of_the_site_name_nobody(tmp_path: Path) -> None:
    for read, file in (
        (lambda path: corrections.read_corrections(path, {}), corrections.FILE),
        (site_changes.read_site_changes, site_changes.FILE),
    ):
        path = tmp_path / file.name
        text = file.read_text("utf-8")
        path.write_text(re.sub(r'title = "', 'title = "Jane Doe said: ', text, count=1), "utf-8")
        named = [each for each in read(path)[1] if each.what == "the name of a person"]
        assert [each.file for each in named] == [file.name]
