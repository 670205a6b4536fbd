"""SBSYS: attributes and element names with æøå in two spellings, flat or grouped, drafts beside."""

import datetime as dt
import unicodedata

import pytest

from pipeline.domain import Status
from pipeline.errors import SourceError
from pipeline.minutes.exports import sbsys
from tests.exports import escaped, parsed

MEETING = 'MødeID="9" Udvalg="Ørådet" Mødedato="27. august 2018" Mødetid="16:00" Mødested="Ø-salen"'


def item(number, contents="", *attachments, opened="True"):
    listed = f"<Bilagsliste>{''.join(attachments)}</Bilagsliste>" if attachments else ""
    return (
        f'<Dagsordenpunkt DagsordenpunktID="5{number}" Nummer="{number}" Åbent="{opened}">'
        f"<Overskrift>Moler på Ærø</Overskrift><Indhold>{contents}</Indhold>{listed}</Dagsordenpunkt>"
    )


def attachment(name, published):
    return f'<Bilag BilagID="1" Navn="{name}" MaaPubliceres="{published}" BilagUrl="Bilag/1.pdf" />'


def xml(*items, kind="Dagsorden", supplement="false", opened="True", meeting=MEETING):
    head = f'DagsordenID="55" Åben="{opened}" Dagsordentype="{kind}" Tillægsdagsorden="{supplement}"'
    listed = f"<Dagsordenpunkter>{''.join(items)}</Dagsordenpunkter>"
    return f"<Dagsorden {head}><Møde {meeting} />{listed}</Dagsorden>"


def read(*items, file="Dagsorden.xml", **said):
    return sbsys.read(parsed(xml(*items, **said)), file)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_are_the_same_in_both_spellings(form):
    root = parsed(unicodedata.normalize(form, xml(item("1", "<Økonomi>Æ</Økonomi>"), kind="Referat")))
    record = sbsys.read(root, "a.xml")
    assert (record.date, record.start, record.end) == (dt.date(2018, 8, 27), dt.time(16), None)
    assert record.status is Status.MINUTES
    assert [body.heading for body in record.items[0].bodies] == ["Økonomi"]
    assert record.items[0].open


def test_an_agenda_without_a_day_is_refused():
    with pytest.raises(SourceError, match="no day"):
        read(meeting='MødeID="9" Udvalg="Ørådet"')


@pytest.mark.parametrize("said", ["true", "True", "TRUE"])
def test_truth_is_truth_in_any_letter_case(said):
    record = read(item("1", "", attachment("Kort", said), opened=said), supplement=said, opened=said)
    assert record.supplement
    assert record.items[0].open
    assert record.items[0].attachments[0].open


def test_items_are_found_in_groups_and_sorted_by_number():
    groups = [
        f'<Gruppe navn="Åbne dagsordenspunkter">{item("10")}{item("2")}</Gruppe>',
        item("1.10"),
        item("1.2"),
    ]
    assert [one.number for one in read(*groups).items] == ["1.2", "1.10", "2", "10"]


@pytest.mark.parametrize("opened", ["False", "", "ja"])
def test_a_closed_or_unclear_item_gives_number_and_title_alone(opened):
    hidden = item("3", "<Resume>Skjult</Resume><Tidligere>Ørådet den 1. maj 2018</Tidligere>",
                  attachment("Skjult", "true"), opened=opened)  # fmt: skip
    (one,) = read(hidden).items
    assert (one.number, one.title, one.open) == ("3", "Moler på Ærø", False)
    assert not (one.bodies)
    assert not (one.attachments)


@pytest.mark.parametrize("around", ["{}", "<Dagsordenpunkter>{}</Dagsordenpunkter>"])
def test_an_item_among_closed_ones_is_closed_whatever_it_says(around):
    inside = around.format(item("1", "<Resume>Skjult</Resume>"))
    grouped = f'<Gruppe navn="Lukkede dagsordenspunkter">{inside}</Gruppe>'
    assert read(grouped).items[0].bodies == ()


def test_all_items_of_a_closed_agenda_are_closed():
    assert read(item("1", "<Resume>Skjult</Resume>"), opened="False").items[0].bodies == ()


@pytest.mark.parametrize(
    "contents", ["<![CDATA[<p>Æ &aelig;</p>]]>", escaped("<p>Æ &aelig;</p>"), "<p>Æ &amp;aelig;</p>"]
)
def test_a_section_holds_html_marked_off_escaped_or_as_elements(contents):
    (one,) = read(item("1", f"<Resume>{contents}</Resume>")).items
    assert one.bodies[0].content in ("<p>Æ &aelig;</p>", "<p>Æ &amp;aelig;</p>")


def test_an_attachment_is_closed_where_it_is_not_said_to_be_published():
    listed = [attachment("A", "true"), attachment("B", "false"), attachment("C", "")]
    assert [one.open for one in read(item("1", "", *listed)).items[0].attachments] == [True, False, False]


def test_what_is_a_preview_is_a_draft():
    assert read(file="Publication55/Preview.XML").status is Status.DRAFT


def test_what_is_passed_over_is_named_and_sections_are_not():
    (note,) = read(item("1", "<Resume>Æ</Resume>", attachment("A", "true"))).notes
    assert note == "passed over: BilagID, BilagUrl"
