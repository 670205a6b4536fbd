"""What a source takes back goes out of the archive, and nothing else does."""

from dataclasses import replace

import pytest

from pipeline.app.adding import add_file
from pipeline.app.documents import note_documents
from pipeline.archive import Outcome
from pipeline.config import load_config
from pipeline.domain import Status, TaggedItem, TaggedMinutes
from pipeline.minutes import find_inputs

DAY = "oeraadet/2019-04-02"
ITEM = """<e:AgendaElement><e:AccessIsPublic>true</e:AccessIsPublic><e:HandlingItem><e:SerialNo>1</e:SerialNo>
<e:Title>Moler på Ærø</e:Title><e:CasePresentations><e:CasePresentation><e:Title>Sag</e:Title>
<e:Content>Molen skal repareres.</e:Content></e:CasePresentation></e:CasePresentations></e:HandlingItem>
</e:AgendaElement>"""
SPACE = 'xmlns:e="http://www.fujitsu.dk/agenda/xml/schemas/2009/03/31/"'


@pytest.fixture
def exported(tmp_path):
    """Write what eDoc drops: an agenda, and a notification for each time it was published or taken back."""

    def exported(*published, kind="Agenda", number=1):
        for day, is_published in enumerate(published, start=1):
            (tmp_path / f"notifikation-{number}-{day}.xml").write_text(
                f"<Root {SPACE}><e:Notification><e:Publish>{str(is_published).lower()}</e:Publish>"
                f"<e:AgendaIdentifier>{number}</e:AgendaIdentifier>"
                f"<e:Timestamp>2019-03-0{day}T12:00:00</e:Timestamp>"
                f"<e:PathToXml>\\{number}.xml</e:PathToXml></e:Notification></Root>",
                encoding="utf-8",
            )
        (tmp_path / f"{number}.xml").write_text(
            f"<Root {SPACE}><e:OutputTypeEnumName>{kind}</e:OutputTypeEnumName><e:Committee>"
            "<e:Name>Ørådet</e:Name><e:Meeting><e:MeetingIdentifier>m</e:MeetingIdentifier>"
            "<e:MeetingDateTime>02-04-2019 15:00</e:MeetingDateTime><e:Agenda>"
            f"<e:Identifier>{number}</e:Identifier><e:AgendaElements>{ITEM}</e:AgendaElements>"
            "</e:Agenda></e:Meeting></e:Committee></Root>",
            encoding="utf-8",
        )
        return find_inputs([tmp_path], load_config().minutes, join=True)

    return exported


def kept(put, documents):
    """Keep what is published, without any models."""
    for document in documents:
        minutes = document.read().cut
        items = tuple(TaggedItem(item=one, passages=(), entities=(), themes=()) for one in minutes.items)
        put(TaggedMinutes(minutes=minutes, items=items))


def outcomes(archive, documents):
    found = (add_file(None, archive, one) for one in documents if one.withdrawn)
    return [(answer.outcome, answer.meeting_id) for answers in found for answer in answers]


def test_what_is_taken_back_goes_out(put, archive, exported):
    kept(put, exported(True))
    assert outcomes(archive, exported(True, False)) == [(Outcome.WITHDRAWN, DAY)]
    assert archive.meetings() == ()


def test_what_is_published_again_stays(put, archive, exported):
    kept(put, exported(True))
    assert outcomes(archive, exported(True, False, True)) == []
    assert len(archive.meetings()) == 1


def test_what_was_never_kept_is_not_spoken_of(archive, exported):
    assert outcomes(archive, exported(True, False)) == []


def test_an_agenda_that_is_taken_back_takes_no_minutes_along(put, archive, exported):
    kept(put, exported(True, kind="Minute"))
    (stored,) = exported(True, False)
    assert stored.withdrawn
    assert outcomes(archive, [stored]) == []
    assert archive.meeting(DAY).status is Status.MINUTES


def test_a_version_made_after_it_was_taken_back_stays(put, archive, exported):
    (document,) = exported(True)
    minutes = replace(document.read().cut, stamp="2019-03-09T12:00:00.000000")
    items = tuple(TaggedItem(item=one, passages=(), entities=(), themes=()) for one in minutes.items)
    put(TaggedMinutes(minutes=minutes, items=items))
    assert outcomes(archive, exported(True, False)) == []


def test_what_is_taken_back_after_its_file_is_gone_goes_out_by_its_key(put, archive, exported, tmp_path):
    key = "2e8e46fb-9763-5944-ba08-ee5368b08c2e"
    (document,) = exported(True, number=key)
    kept(put, [document])
    note_documents(archive, document, DAY)
    documents = exported(True, False, number=key)
    (tmp_path / f"{key}.xml").unlink()
    documents = find_inputs([tmp_path], load_config().minutes, join=True)
    assert outcomes(archive, documents) == [(Outcome.WITHDRAWN, DAY)]
    assert archive.meetings() == ()


def test_what_other_minutes_took_the_place_of_stays(put, archive, exported, tmp_path):
    key = "2e8e46fb-9763-5944-ba08-ee5368b08c2e"
    (document,) = exported(True, number=key)
    note_documents(archive, document, DAY)
    kept(put, exported(True, kind="Minutes", number=2)[:1])
    exported(True, False, number=key)
    for name in (key, "2"):
        (tmp_path / f"{name}.xml").unlink()
    assert outcomes(archive, find_inputs([tmp_path], load_config().minutes, join=True)) == []
