"""Plain text stays as it is; its blocks say what bullets, tabs, wide gaps and form feeds show."""

from pipeline.config import load_config
from pipeline.minutes.document import File
from pipeline.minutes.readers.text import read_text


def read(text: str):
    document = read_text(File(name="a.txt", data=text.encode(), config=load_config().minutes))
    assert document.text == text
    return document


def blocks(text: str) -> list[tuple[str, str]]:
    document = read(text)
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_an_entry_of_a_list_goes_on_further_in_and_knows_its_depth():
    text = "Havnen:\n • Ærø\n   og Als\n   • Mole\n • Fyn\nSlut\n"
    assert blocks(text) == [
        ("paragraph", "Havnen:"),
        ("list item", "• Ærø\n   og Als"),
        ("list item", "• Mole"),
        ("list item", "• Fyn"),
        ("paragraph", "Slut"),
    ]
    assert [block.depth for block in read(text).blocks] == [0, 1, 2, 1, 0]


def test_a_tab_or_a_wide_gap_makes_a_row():
    assert blocks("Mødedato:     4. maj 2021\n1.\tNy bro på Ærø\nEn sætning.  Og en til.\n") == [
        ("table row", "Mødedato:     4. maj 2021"),
        ("table row", "1.\tNy bro på Ærø"),
        ("paragraph", "En sætning.  Og en til."),
    ]


def test_what_recurs_on_pages_is_of_the_page_and_stays_in_the_text():
    titles = ("Ærø", "Als", "Fyn", "Mors")
    pages = [
        f"Klitby Kommune\n\nSag om {title}\n\nBeslutning\n\nGodkendt.\n\nReferat, {n}"
        for n, title in enumerate(titles)
    ]
    found = blocks("\n\f".join(pages))
    chrome = [text for kind, text in found if kind == "chrome"]
    assert chrome[:3] == ["Klitby Kommune", "Referat, 0", "Klitby Kommune"]
    assert ("paragraph", "Godkendt.") in found


def test_a_page_number_is_of_the_page():
    assert blocks("Sag\n\nSide 2 af 7\n\nSag") == [
        ("paragraph", "Sag"),
        ("chrome", "Side 2 af 7"),
        ("paragraph", "Sag"),
    ]
