"""Bodies of sections become lines: lists stay lists, rows stay rows, nothing of the markup is left."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.minutes.exports import markup
from pipeline.minutes.exports.bodies import clean, html_lines, text_lines

INNER = "<table><tr><td>B</td><td>C</td></tr></table>"
PLAIN = ["p", "div", "ul", "ol", "li", "span", "b", "h3"]
PIECES = ["<p>", "</p>", "<li>", "<ul>", "</ul>", "<td>", "<tr>", "<table>", "</table>", "<ol start=2>",
          "<br>", "< ", ">", "&", "&lt;", "ord", " ", "\n", "</tr>", "<b>"]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("Ren tekst", ["Ren tekst"]),
        ("<p>A</p><p>&nbsp;</p><p>B</p>", ["A", "", "B"]),
        ("<p>Linjen er\r\n  brudt midt\ti</p>", ["Linjen er brudt midt i"]),
        ("<div>A</div><div>B<br/>C</div>", ["A", "B", "C"]),
        ("<h3>Hoved</h3>Tekst", ["Hoved", "", "Tekst"]),
        ("<ul type=disc><li>A<li>B</ul>", [" • A", " • B"]),
        ("<ol start=3><li><p>A</p></li><li>B</li></ol>", [" 3. A", " 4. B"]),
        ("<ul><li>A<ul><li>B</li></ul></li><li>C</li></ul>", [" • A", "   • B", " • C"]),
        ("<p>At:</p><ul><li>A</li></ul><p>Slut</p>", ["At:", "", " • A", "", "Slut"]),
        ("<table border=1><tr><td>A</td><td><p>B</p><p>C</p></td></tr></table>", ["A\tB C"]),
        ("<table><tr><td><p>A</p><p>B</p></td></tr></table>", ["A", "B"]),
        (f"<table><tr><td>A</td><td>{INNER}</td></tr></table>", ["A\tB\tC"]),
        ("<table><tr><td></td><td>B</td></tr></table>", ["B"]),
        ("<td>A</td><td>B</td>", ["A", "B"]),
        ("<span>Ærø</span><b>skøbing</b> &amp; &aelig;&#248;&#xE5; &lt;5 > 4", ["Ærøskøbing & æøå <5 > 4"]),
        ("<style>p{}</style><script>x<1</script><title>T</title><meta x><p>A</p>", ["A"]),
        ("<p>A<!-- skjult --></p>", ["A"]),
        ("<p>A</p><!--[if gte mso 9]><xml>Normal 0 21</xml><![endif]--><p>B</p>", ["A", "", "B"]),
        ("<p>A</p><!-- uden ende <p>B</p>", ["A"]),
        ("a <<title>T</title>ord", ["a <ord"]),
        ("<p onclick='x>y'>A</p><a href=\"javascript:1\">B</a>", ["A", "", "B"]),
        ("A &amp;lt;b&amp;gt; B", ["A &lt;b&gt; B"]),
        ("<p>A</span></div></p></ul></table>B", ["A", "", "B"]),
        ("<li>A</li>", [" • A"]),
        ("", []),
        ("<p> </p><br><br>", []),
    ],
)  # fmt: skip
def test_html_is_read_as_a_page_shows_it(source, lines):
    assert html_lines(source) == lines


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_plain_text_has_its_lines_whatever_ends_them(end):
    assert text_lines(end.join(["", "A  b", "", "", "", "<p>C</p>", ""])) == ["A b", "", "<p>C</p>"]


def test_half_characters_and_signs_that_no_text_has_are_left_out():
    assert clean("a\x00b\ud83d\x1f c\uffff") == "a b c"


@pytest.mark.parametrize(
    ("source", "line"), [("<ul><li>å\x03b</li></ul>", " • å b"), ("<p>å\x01b&#1;</p>", "å b")]
)
def test_the_signs_that_stand_for_tags_are_blanks_where_a_text_has_them(source, line):
    assert html_lines(source) == [line]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES)))
def test_no_word_is_lost_and_none_is_made(parts):
    source = "".join(parts)
    lines = html_lines(source)
    assert "".join(lines).count("ord") == source.count("ord")
    assert not any(line != line.rstrip() or "\n" in line for line in lines)
    assert all(line or lines[at - 1] for at, line in enumerate(lines))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*PLAIN, "ord", " ", "&amp;", "&nbsp;x", "a&#778;"])))
def test_simple_html_reads_the_same_with_and_without_the_parser(parts):
    source = nested(parts)
    assert html_lines(source) == html_lines(f"<!-- -->{source}")


def nested(parts: list[str]) -> str:
    """Return tags and words in which every element is closed, the innermost first."""
    written, opened = "", list[str]()
    for one in parts:
        if one in opened:
            while opened[-1] != one:
                written += f"</{opened.pop()}>"
            written += f"</{opened.pop()}>"
        elif one in PLAIN and (one in ("b", "span") or not {"p", "h3", "b", "span"} & set(opened)):
            opened.append(one)
            written += f"<{one}>"
        elif one not in PLAIN:
            written += one
    return written + "".join(f"</{one}>" for one in reversed(opened))


@pytest.mark.parametrize("source", ["<div>" * 60_000 + "ord", "<b>" * 60_000 + "ord" + "</b>" * 60_000])
def test_elements_in_one_another_without_end_are_left_out_and_the_words_stay(source):
    assert html_lines(source) == ["ord"]


def test_lists_in_one_another_without_end_are_indented_so_far():
    assert max(map(len, html_lines("<ul><li>x" * 500))) < 30


def test_paragraphs_alone_read_as_among_other_elements():
    paragraphs = "<p>Åbent  hus</p>\n<p> </p><p>Næste\npunkt</p>"
    assert html_lines(paragraphs) == ["Åbent hus", "", "Næste punkt"]
    assert html_lines(f"<div>{paragraphs}</div>") == html_lines(paragraphs)


def test_a_picture_in_a_body_is_not_kept_when_it_is_read():
    picture = "data:image/png;base64," + "A" * 5000
    assert html_lines(f'<p>Ærø<img src="{picture}"></p>') == ["Ærø"]
    assert not any(picture in tags for tags in markup._known)
