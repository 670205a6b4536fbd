"""A file of several meetings gives several; dates in the text of one begin no other."""

import pytest

from pipeline.config import load_config
from pipeline.minutes import Document, read_documents
from pipeline.minutes.readers.meetings import split_meetings

HEADS = {
    "labels": "{0}\nMødedato: {1}\nMødetidspunkt: 15.00\nMødested: {2}\n",
    "labels without colons": "REFERAT {0}\n\nMødedato {1}\n\nMødested {2}\n",
    "one line": "Referat fra møde i {0} den {1}\n",
    "labels and values on lines of their own": "UDVALG\n{0}\nSTARTTIDSPUNKT\n{1}\nSTED\n{2}\n",
}
BODY = """
1. Godkendelse af dagsorden

Godkendt.

2. Ny badebro

Broen er slidt. Næste møde er den 1. juni 2021.
"""
TITLED = "Møde d. {0} kl. 19 {1}\nTil stede: Åse, Bo\n1. Økonomi\nIntet.\n2. Evt.\nIntet.\n"
MORE = "\nNæste møde\nDato: 8. juni 2021\nTid: 15.00\nMødested: Strandhuset\n\n3. Eventuelt\n\nIntet.\n"


def meeting(form: str, committee="Kystudvalget", date="4. maj 2021", place="Strandhuset", body=BODY) -> str:
    return HEADS[form].format(committee, date, place) + body


def split(text: str) -> list[str]:
    return [part.text.strip() for part in split_meetings(Document(name="a.txt", text=text))]


@pytest.mark.parametrize("form", sorted(HEADS))
def test_a_head_with_another_date_begins_a_meeting(form):
    first = meeting(form, date="4. maj 2021")
    second = meeting(form, date="8. juni 2021", place="Ærø Rådhus")
    assert split(f"{first}\n{second}") == [first.strip(), second.strip()]


def test_meetings_of_two_committees_are_told_by_their_labels():
    first, second = meeting("labels"), meeting("labels", committee="Havneudvalget", date="8. juni 2021")
    assert split(f"{first}\n{second}") == [first.strip(), second.strip()]


@pytest.mark.parametrize(
    "text",
    [
        meeting("labels"),
        meeting("labels") + "\n\n" + meeting("labels"),
        HEADS["labels"].format("Kystudvalget", "4. maj 2021", "Strandhuset").replace("dato", "dato")
        + BODY
        + MORE,
        meeting(
            "one line",
            body=f"{BODY}\nBilag\nReferat fra møde i Kystudvalget den 3. marts 2021\n\n3. Havn\n\nJa.\n",
        ),
        meeting(
            "labels", body=f"{BODY}\nKystudvalget, 3. marts 2021\nMødedato: 3. marts 2021\n\n3. Havn\n\nJa.\n"
        ),
    ],
    ids=["one", "the same twice", "an event", "an attachment", "a history"],
)
def test_a_date_in_the_text_begins_no_meeting(text):
    assert split(text) == [text.strip()]


def test_offsets_are_into_the_text_of_the_file(tmp_path):
    text = meeting("labels") + "\n" + meeting("labels", date="8. juni 2021", place="Ærø Rådhus")
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    first, second = read_documents(path, load_config().minutes)
    start = second.text.index("Ærø Rådhus")
    assert text[start : start + 10] == "Ærø Rådhus"
    assert second.text[: text.rindex("Kystudvalget")].strip() == ""
    assert [(len(part.blocks) > 1, part.notes) for part in (first, second)] == [
        (True, ("one of 2 meetings in the file",))
    ] * 2
    assert all(start < block.start + 200 for block in second.blocks)


def test_a_title_with_another_date_begins_a_meeting_wherever_they_met():
    first, second = TITLED.format("9. maj 2021", "på Ærø Kro"), TITLED.format("7. juni 2021", "hos Åse")
    assert len(split(f"Lokalrådet\n{first}\n{second}")) == 2


def test_a_meeting_told_of_in_an_item_begins_none():
    first = TITLED.format("9. maj 2021", "på Ærø Kro")
    assert len(split(f"Lokalrådet\n{first}\n3. Plan\nMøde d. 7. juni 2021 kl. 19 på Ærø Kro\n4. Mere")) == 1
