"""The registers of data/knowledge: what is in them, and what a user is told who damages one."""

import shutil
from pathlib import Path

import pytest

from pipeline.errors import KnowledgeError
from pipeline.knowledge import Municipality, load_knowledge

REGISTERS = Path(__file__).parent.parent / "data" / "knowledge"


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge(REGISTERS)


@pytest.fixture
def folder(tmp_path):
    for path in REGISTERS.glob("*.csv"):
        shutil.copy(path, tmp_path / path.name)
    return tmp_path


def municipality(knowledge, short):
    return next(one for one in knowledge.municipalities if one.short == short)


def test_there_are_98_municipalities_in_five_regions(knowledge):
    assert len(knowledge.municipalities) == 98
    by_region = [one.region for one in knowledge.municipalities]
    sizes = {region.short: by_region.count(region.name) for region in knowledge.regions}
    assert sizes == {
        "Hovedstaden": 29,
        "Sjælland": 17,
        "Syddanmark": 22,
        "Midtjylland": 19,
        "Nordjylland": 11,
    }


@pytest.mark.parametrize(
    ("short", "code", "name"),
    [
        ("København", "101", "Københavns Kommune"),
        ("Bornholm", "400", "Bornholms Regionskommune"),
        ("Odense", "461", "Odense Kommune"),
        ("Nordfyn", "480", "Nordfyns Kommune"),
        ("Aarhus", "751", "Aarhus Kommune"),
        ("Vesthimmerland", "820", "Vesthimmerlands Kommune"),
    ],
)
def test_codes_and_names_are_the_official_ones(knowledge, short, code, name):
    found = municipality(knowledge, short)
    assert (found.code, found.name) == (code, name)


def test_a_municipality_need_not_be_named_after_its_seat(knowledge):
    assert municipality(knowledge, "Norddjurs").seat == "Grenaa"
    assert municipality(knowledge, "Odense").seat == "Odense"


@pytest.mark.parametrize(
    ("short", "spelling"),
    [
        ("Aabenraa", "Åbenrå"),
        ("Aarhus", "Århus"),
        ("Tårnby", "Taarnby"),
        ("Faaborg-Midtfyn", "Faaborg Midtfyn"),
        ("Faaborg-Midtfyn", "Fåborg-Midtfyn"),
        ("Nordfyn", "Nordfyns"),
        ("Morsø", "Mors"),
    ],
)
def test_old_and_loose_spellings_are_known(knowledge, short, spelling):
    assert spelling in municipality(knowledge, short).spellings()


def test_no_spelling_means_two_municipalities(knowledge):
    spellings = [form for one in knowledge.municipalities for form in one.spellings()]
    assert len(spellings) == len(set(spellings))


def test_the_usual_spelling_comes_first():
    one = Municipality(
        code="999", name="Sandø Kommune", short="Sandø", region="", seat="Sandø", aliases=("Sandøen",)
    )
    assert one.spellings() == ("Sandø", "Sandøen")


def test_national_bodies_are_known_with_their_abbreviations(knowledge):
    by_name = {one.name: one for one in knowledge.institutions}
    assert by_name["Sundhedsstyrelsen"].abbreviation == "SST"
    assert {"KKR Syddanmark", "KKR Nordjylland", "Socialtilsyn Syd", "Ankestyrelsen", "KL"} <= by_name.keys()


def test_laws_are_known_by_short_name_abbreviation_and_full_name(knowledge):
    by_short = {one.short: one for one in knowledge.laws}
    assert by_short["serviceloven"].abbreviation == "SEL"
    assert by_short["serviceloven"].name == "lov om social service"


def test_a_missing_register_is_named(folder):
    (folder / "laws.csv").unlink()
    with pytest.raises(KnowledgeError, match=r"cannot read the register .*laws\.csv"):
        load_knowledge(folder)


def damage(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("register", "old", "new", "complaint"),
    [
        (
            "municipalities.csv",
            "code,name",
            "kode,navn",
            r"municipalities\.csv: line 1: the heading must be code,name",
        ),
        ("municipalities.csv", "461,", "46,", r"line \d+: the code '46' is not three digits"),
        (
            "municipalities.csv",
            "479,",
            "461,",
            r"line \d+: code '461' stands already in line \d+; delete one",
        ),
        (
            "municipalities.csv",
            "Region Syddanmark",
            "Region Sydland",
            "lies in 'Region Sydland', which is not in regions.csv",
        ),
        ("regions.csv", "Region Sjælland,", ",", r"regions\.csv: line \d+: name is empty"),
        (
            "institutions.csv",
            "KORA",
            "KO RA",
            "abbreviation 'KO RA' is several words; write it under aliases",
        ),
        (
            "laws.csv",
            '"',
            "",
            r"laws\.csv: line \d+: \d columns, not 4; put a cell that holds a comma in quotes",
        ),
        ("first_names.csv", "name\n", "navn\n", r"first_names\.csv: line 1: the heading must be name"),
    ],
)
def test_a_damaged_register_is_named_with_its_line_and_what_to_do(folder, register, old, new, complaint):
    damage(folder / register, old, new)
    with pytest.raises(KnowledgeError, match=complaint):
        load_knowledge(folder)


def test_a_register_in_another_encoding_is_named(folder):
    path = folder / "regions.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    with pytest.raises(KnowledgeError, match=r"cannot read the register .*regions\.csv"):
        load_knowledge(folder)


def test_a_register_saved_with_a_byte_order_mark_and_blank_lines_is_read(folder):
    path = folder / "regions.csv"
    path.write_text("\ufeff" + path.read_text(encoding="utf-8") + "\n,,,\n", encoding="utf-8")
    assert len(load_knowledge(folder).regions) == 5
