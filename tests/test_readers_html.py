"""A web page gives its minutes as blocks, whatever it is built of; what is of the page alone is told."""

import pytest

from pipeline.config import load_config
from pipeline.minutes.document import BlockKind, File
from pipeline.minutes.readers.html import read_html

TITLES = ["1 Godkendelse af dagsorden", "2 Ny badebro ved Ærø"]


def read(body: str, head: str = ""):
    page = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return read_html(File(name="side.html", data=page.encode(), config=load_config().minutes))


def lines(document) -> list[str]:
    return [" ".join(line.split()) for line in document.text.split("\n") if line.strip()]


def blocks(document, kind: BlockKind) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind is kind]


def items(template: str) -> str:
    pairs = (("1", "Godkendelse af dagsorden"), ("2", "Ny badebro ved Ærø"))
    return "".join(template.replace("NR", number).replace("TITEL", title) for number, title in pairs)


BODY = "<h4>Beslutning</h4><p>Godkendt.</p>"


@pytest.mark.parametrize(
    "page",
    [
        f"<table>{items(f'<tr><td>NR</td><td><h2>TITEL</h2>{BODY}</td></tr>')}</table>",
        f"<table>{items(f'<tr><td>NR</td><td><button><h3>TITEL</h3></button><div>{BODY}</div></td></tr>')}</table>",
        items(f"<details><summary>NR TITEL</summary>{BODY}</details>"),
        items(f"<div><button aria-expanded='false'>NR TITEL</button><div hidden>{BODY}</div></div>"),
        items(
            f"<div role='button' aria-expanded='false'><div>NR</div><div>TITEL</div></div><div>{BODY}</div>"
        ),
        items(f"<h3><a data-toggle='collapse'><span>NR</span><span>TITEL</span></a></h3>{BODY}"),
        f"<ul>{items(f'<li><h2>NR TITEL</h2><ul><li>{BODY}</li></ul></li>')}</ul>",
        items(f"<div><div><span>NR</span></div><div><h3>TITEL</h3></div></div>{BODY}"),
        f"<dl>{items(f'<dt>NR</dt><dd><h3>TITEL</h3>{BODY}</dd>')}</dl>",
        f"<form>{items(f'<h2>NR TITEL<span class=sr-only>Fold ud</span></h2>{BODY}')}</form>",
        items(f"<article><header><h2>NR TITEL</h2></header>{BODY}<footer><a>Del</a></footer></article>"),
    ],
)
def test_a_title_is_one_line_with_its_number_and_a_heading(page):
    document = read(page)
    own = ["Beslutning", "Godkendt."]
    assert lines(document) == [TITLES[0], *own, TITLES[1], *own]
    headings = [" ".join(text.split()) for text in blocks(document, BlockKind.HEADING)]
    assert headings == [TITLES[0], "Beslutning", TITLES[1], "Beslutning"]


def test_the_number_that_a_list_draws_is_written_before_its_headings():
    page = f"<ol>{items(f'<li><h2>TITEL</h2>{BODY}</li>')}</ol>"
    assert [line for line in lines(read(page)) if line[0].isdigit()] == [
        "1. Godkendelse af dagsorden",
        "2. Ny badebro ved Ærø",
    ]


def test_a_title_beside_its_number_may_begin_with_a_figure():
    assert lines(read("<h2><span>2</span><span>40 km/t på Ærø</span></h2>")) == ["2 40 km/t på Ærø"]


def test_a_number_and_its_title_are_two_cells_of_one_block():
    document = read("<div><span>7</span><h2>Ærø</h2></div>")
    (block,) = document.blocks
    assert document.text[block.start : block.end] == "7\tÆrø"
    assert (block.kind, block.level, block.path) == (BlockKind.HEADING, 2, "body/div/h2")


@pytest.mark.parametrize(
    "page",
    ["<h2>Ny bro</h2><p>11</p><h3>Beslutning</h3>", "<p>Der var 12</p><p>12</p><p>mødt op</p>"],
)
def test_a_number_that_is_no_title_s_stands_alone(page):
    assert {"11", "12"} & set(lines(read(page)))


def test_a_row_of_a_table_is_one_block_with_its_cells():
    cells = ("1.", "Nyt fra skolen", "Godkendt.</p><p>Alle var med.")
    rows = f"<tr>{''.join(f'<td><p>{cell}</p></td>' for cell in cells)}</tr>"
    document = read(f"<table><tr><th>Nr.</th><td></td><th>Emne</th></tr>{rows}</table>")
    assert [document.text[block.start : block.end] for block in document.blocks] == [
        "Nr.\tEmne",
        "1.\tNyt fra skolen\tGodkendt.\nAlle var med.",
    ]


def test_a_row_whose_first_cell_is_empty_is_no_part_of_the_row_above():
    rows = (("1.", "Ny badebro ved Ærø"), ("&nbsp;", "Beslutning:"), ("2.", "Eventuelt"))
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    document = read(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")
    assert lines(document) == ["1. Ny badebro ved Ærø", "Beslutning:", "2. Eventuelt"]


MENU = '<nav><ul><li><a href="/">Forside</a></li></ul></nav>'
COOKIES = '<div class="cookie-banner"><p>Vi bruger cookies.</p><button>Accepter alle</button></div>'
ASIDE = '<div class="sidebar"><h3>Andre møder</h3><ul><li><a>Møde 1. marts</a></li></ul></div>'


def test_what_is_of_the_page_is_left_out_and_told():
    page = f"{COOKIES}<header>{MENU}</header><h1>Møde</h1><p>Ærø</p>{ASIDE}<footer><p>Torvet 1</p></footer>"
    document = read(page)
    assert lines(document) == ["Møde", "Ærø"]
    told = "\n".join(document.notes)
    assert all(words in told for words in ("cookies", "Forside", "1. marts", "Torvet 1"))


def test_a_dialog_that_asks_for_consent_is_left_out_whatever_it_is_called():
    asks = "<div><h2>Siden bruger cookies</h2><ul><li>Statistik</li></ul><a>Tillad alle</a></div>"
    item = "<div><h2>1. Cookies på Ærøs hjemmeside</h2><p>Godkendt.</p></div>"
    document = read(f"<h1>Møde</h1>{asks}{item}")
    assert lines(document) == ["Møde", "1. Cookies på Ærøs hjemmeside", "Godkendt."]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (
            "<header><h1>Udvalget</h1><p>Ærø den 4. maj 2021</p></header><main><p>Sag</p></main>",
            "4. maj 2021",
        ),
        ("<main><p>Sag</p></main><aside><p>Dato: 4. maj 2021</p></aside>", "4. maj 2021"),
        ("<main><p>Sag</p></main><div class='sidebar'><p>Udvalget har syv medlemmer.</p></div>", "syv"),
        ("<main><p>Sag</p><aside><h3>Bilag</h3><a href='/b.pdf'>Tegning</a></aside></main>", "Tegning"),
        (
            "<article><p>Den første</p></article><article><p>Den anden er længere end den</p></article>",
            "første",
        ),
        ("<form id='aspnetForm'><p>Sag</p></form>", "Sag"),
        ("<p>Du kan <a href='/x'>læse mere</a> på nettet</p>", "læse mere på"),
        ("<div class='social-og-sundhed'><p>Sag</p></div><p>Mere</p>", "Sag"),
    ],
)
def test_what_may_be_of_the_minutes_stays(page, words):
    assert words in read(page).text


def test_what_seems_to_be_of_the_page_stays_as_such():
    document = read("<main><p>Sag</p></main><div class='sidebar'><p>Udvalget har syv medlemmer.</p></div>")
    assert blocks(document, BlockKind.CHROME) == ["Udvalget har syv medlemmer."]


@pytest.mark.parametrize(
    ("page", "line"),
    [
        ("<p><span>Dato:</span><span>4. maj</span></p>", "Dato: 4. maj"),
        ("<p><span>Mødested</span><span>Strandhuset</span></p>", "Mødested Strandhuset"),
        ("<p><span>Tid</span><span>16:00</span></p>", "Tid 16:00"),
        ("<p><b>Ny</b><b>borg</b></p>", "Nyborg"),
    ],
)
def test_elements_side_by_side_are_no_word_unless_they_look_like_one(page, line):
    assert lines(read(page)) == [line]


def test_bold_links_and_lists_are_told():
    document = read(
        "<p><strong>Økonomi</strong></p><ul><li><a>Bilag</a><ul><li>under <b>fed</b></li></ul></li></ul>"
    )
    bold, link, under = document.blocks
    assert (bold.bold, bold.link) == (True, False)
    assert (link.link, link.depth) == (True, 1)
    assert (under.bold, under.depth) == (False, 2)


def test_the_title_and_the_site_of_a_page_are_told():
    document = read("<p>Sag</p>", "<title>Udvalget 4. maj 2021 - Klitby Kommune</title>")
    assert (document.title, document.publisher) == ("Udvalget 4. maj 2021 - Klitby Kommune", "Klitby Kommune")
