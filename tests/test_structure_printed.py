"""Numbers, titles and cases as publishers print them, read by the learned reader: invented minutes."""

import pytest

from pipeline.config import load_config
from pipeline.minutes import segment
from pipeline.minutes.document import Document, Line
from pipeline.minutes.structure.model import load_structure
from pipeline.minutes.structure.shapes import read_shape

MODEL = load_structure(load_config().structure.model)
HEAD = "Kystudvalget\nReferat fra mødet den 4. maj 2021 kl. 15.00\nSted: Ærø Rådhus\n\n"


def cut(body, head=HEAD):
    return segment(Document(name="referat.txt", text=head + body), model=MODEL)


def shape(text):
    return read_shape(Line(text=text, start=0, end=len(text)))


@pytest.mark.parametrize(
    ("text", "printed", "title"),
    [
        ("3/2024.2 Ny bro", "3/2024.2", "Ny bro"),
        ("Ad dagsordenens punkt 2 – Løn på Ærø", "2", "Løn på Ærø"),
        ("17.10: 2) Nyt fra skolerne", "2", "Nyt fra skolerne"),
        ("kl. 9.10-9.30 2. Regnskab", "2", "Regnskab"),
        ("Punkt nr.: 2", "2", ""),
        ("Ad pkt. 2 Ålegræs", "2", "Ålegræs"),
        ("2 / Ålegræs", "2", "Ålegræs"),
    ],
)
def test_the_number_of_an_item_is_told_from_what_stands_around_it(text, printed, title):
    assert (shape(text).number.printed, shape(text).title) == (printed, title)


def test_items_of_the_third_meeting_of_a_year_stand_in_their_order():
    minutes = cut("".join(f"3/2024.{n} Ny bro {n}\nBeslutning\nGodkendt.\n\n" for n in (1, 2, 3)))
    assert [item.number for item in minutes.items] == ["3/2024.1", "3/2024.2", "3/2024.3"]
    assert not minutes.ledger.gaps


def test_the_case_below_the_text_of_each_item_is_its_own():
    text = (
        "Sagsfremstilling:\nHavnen er slidt.\nBeslutning:\nGodkendt.\nJournalnummer: 28.06.04-A00-{n}-16\n\n"
    )
    titles = enumerate(("Ny badebro", "Takster i 2022", "Meddelelser"), 1)
    items = cut("".join(f"{n}. {title}\n" + text.format(n=n) for n, title in titles)).items
    assert [item.case_number for item in items] == [f"28.06.04-A00-{n}-16" for n in (1, 2, 3)]


def test_the_case_on_the_line_of_the_title_is_no_part_of_it():
    parts = [
        f"Punkt {n}: {title} 24.10.00-G01-{n}-15\nBeslutning\nGodkendt.\n\n"
        for n, title in enumerate(("Ny badebro", "Ålegræs"), 1)
    ]
    items = cut("".join(parts)).items
    assert [(item.title, item.case_number) for item in items] == [
        ("Ny badebro", "24.10.00-G01-1-15"), ("Ålegræs", "24.10.00-G01-2-15"),
    ]  # fmt: skip


def test_the_label_of_a_title_below_its_number_is_no_part_of_it():
    parts = [f"Punkt nr.: {n}\nTitel: Ny bro {n}\nKonklusion: Udsat.\n\n" for n in (1, 2, 3)]
    assert [(item.number, item.title) for item in cut("".join(parts)).items] == [
        ("1", "Ny bro 1"), ("2", "Ny bro 2"), ("3", "Ny bro 3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Godkendt.", ["indstilling", "beslutning"]),
        ("Drøftet.\nBeslutning\nGodkendt.", ["indstilling", "sagsforløb", "beslutning"]),
    ],
)
def test_political_treatment_is_the_decision_where_no_other_heading_is(text, names):
    body = f"Indstilling\nDet indstilles, at broen bygges.\nPolitisk behandling\n{text}\n\n"
    items = cut(f"1. Ny badebro\n{body}2. Ålegræs\n{body}").items
    assert [[section.name for section in item.sections] for item in items] == [names, names]


def test_a_question_and_evt_head_items_among_titles_without_numbers():
    body = (
        "Fremmødt: Bodil, Kresten, Anne-Grethe og Tue\nReferent: Tue\n\nSiden sidst\nBumpene kommer.\n\n"
        "Hvad gør vi med stien til stranden?\nLodsejeren vil ikke have hunde der. Bodil ringer til ham.\n\n"
        "Hjertestarter\nBatteriet skal skiftes.\n\nEvt.\nIntet.\n"
    )
    items = cut(body, "Lokalrådet på Ærø\nMøde tirsdag d. 4. maj 2021 kl. 19 i Hallen\n\n").items
    assert [item.title for item in items] == [
        "Siden sidst", "Hvad gør vi med stien til stranden?", "Hjertestarter", "Evt.",
    ]  # fmt: skip


def test_headings_in_the_line_of_an_item_are_cut_out_of_it():
    rest = (
        "Resume Udvalget skal vælge mellem træ og stål, som begge holder i mange år. "
        "Indstilling Forvaltningen indstiller, at der vælges træ. Beslutning Godkendt.\n"
    )
    items = cut(f"Punkt 1: Ny badebro {rest}Punkt 2: Ålegræs {rest}").items
    assert [item.title for item in items] == ["Ny badebro", "Ålegræs"]
    assert [section.name for section in items[0].sections] == ["resumé", "indstilling", "beslutning"]


def test_a_mail_that_is_sent_on_is_read_without_its_signs():
    body = "1. Asfalt\n> Vi venter.\n>\n> 2. Gadelys\n> Åse melder det.\n>\n> 3. Valg\n> 8. marts.\n"
    minutes = cut(body, "> Referat fra mødet i vejlauget Ærø, tirsdag 4/5-2021 kl. 19:30\n>\n> ")
    assert [item.title for item in minutes.items] == ["Asfalt", "Gadelys", "Valg"]
    assert minutes.text[minutes.items[1].start :].startswith("2. Gadelys")


def test_points_in_the_list_of_items_are_no_entries_of_it():
    listed = "Dagsorden:\n1) Regnskab\n2) Siden sidst\n   a) Leder\n   b) Havn\n3) Evt.\n\n"
    body = (
        "1) Regnskab\nGodkendt.\n\n2) Siden sidst\na) Leder\nAlt vel.\nb) Havn\nUdsat.\n\n3) Evt.\nIntet.\n"
    )
    minutes = cut(listed + body)
    assert [item.number for item in minutes.items] == ["1", "2", "3"]
    ledger = minutes.ledger
    assert (ledger.missing, ledger.unlisted, minutes.structure.doubts) == ((), (), ())


def test_titles_that_all_end_with_a_colon_head_items():
    titles = ("Meddelelser fra formanden", "Budget 2022", "Forældrefest", "Evt.")
    texts = ("Der var møde den 2. maj.", "Skolen skal spare.", "De mødes i januar.", "Næste møde er i juni.")
    items = cut("".join(f"{one}:\n{text}\n\n" for one, text in zip(titles, texts, strict=True))).items
    assert tuple(item.title for item in items) == titles


def test_an_item_said_to_be_of_the_closed_ones_is_closed():
    parts = ("1 Åbne: Godkendelse af dagsorden", "2 Lukkede: Køb af å", "3 Åbne: Meddelelser")
    minutes = cut("".join(f"Pkt. {part}\nBeslutning\nGodkendt.\n\n" for part in parts))
    assert [item.open for item in minutes.items] == [True, False, True]
