"""Sentences as minutes have them, written for this test: every mention of each is known."""

import datetime as dt
import re
from pathlib import Path

import pytest

from pipeline.domain import AgendaItem, Label, Meeting
from pipeline.entities import build_nlp, recognize
from pipeline.knowledge import load_knowledge
from pipeline.training.corpus import BlockKind, read_corpus

ROOT = Path(__file__).parent.parent
MEETING = Meeting(title="Møde", committee="Velfærdsforum Vestkysten", date=dt.date(2021, 11, 26))
MARK = re.compile(r"\[([^\]]+)\]([MPIADL])")
LABELS = {
    "M": Label.MUNICIPALITY,
    "P": Label.PERSON,
    "I": Label.INSTITUTION,
    "A": Label.AMOUNT,
    "D": Label.DATE,
    "L": Label.LAW,
}

SENTENCES = """
[Forretningsudvalget]I indstiller, at [Velfærdsforum]I godkender referatet fra mødet den [3. september 2021]D.
[Odense Kommune]M og [Region Syddanmark]I har i fællesskab ansøgt om [2,4 mio. kr.]A til projektet.
Taksten stiger fra [1.640 kr.]A i [2021]D til [1.712 kr.]A i [2022]D, svarende til [4,2 mio. kr.]A årligt.
[Svendborg]M, [Nyborg]M og [Ærø]M kommuner bad om, at punktet tages op igen i [februar 2022]D.
Direktør [Anne Birgitte Skov]P, [Kerteminde Kommune]M, orienterede om dialogen med [Ankestyrelsen]I.
Tilbuddet er oprettet efter [servicelovens § 107]L og drives af [Assens Kommune]M.
[Socialtilsyn Syd]I traf den [4/10-21]D afgørelse om skærpet tilsyn, jf. [lov om socialtilsyn § 8, stk. 1]L.
Udgiften anslås til mellem [300.000]A og [400.000 kr.]A, som fordeles efter indbyggertal.
Der holdes temadag på et hotel i Kolding den [9. - 10. marts 2022]D.
Telefonvagten i Aabenraa flyttes til afsnittet i Esbjerg.
[Psykiatrien i Region Syddanmark]I deltager med vicedirektør [Henrik Rosenvang]P.
[KL]I og [Danske Regioner]I forhandler økonomiaftalen for [2023]D.
Sundhedsaftalen [2019-2023]D forlænges, indtil en ny er på plads [ultimo 2023]D.
[Jobcenter Vejen]I og [Børne- og Ungeudvalget]I har haft forslaget i høring.
Besøget på botilbuddet [Havblik]I viste, at [Havblik]I har fulgt påbuddet.
[Det Nationale Forsknings- og Analysecenter for Velfærd]I ([VIVE]I) har svaret; [VIVE]I gæster mødet.
Regnskabet viser et overskud på [kr. 112.450]A, og bidraget sættes ned til [1,95 kr.]A pr. indbygger.
I [1. kvartal 2021]D var belægningen 92 pct., i [2. halvår]D ventes 88 pct.
Arbejdsgruppen består af to medlemmer fra [Esbjerg]M og ét fra [Fanø]M.
[Handicaprådet]I bemærker, at [§ 85]L-støtten bør evalueres.
"""
CASES = SENTENCES.strip().splitlines()


@pytest.fixture(scope="module")
def nlp():
    return build_nlp(load_knowledge(ROOT / "data" / "knowledge"))


def unmarked(line):
    """Return the sentence, and its mentions as (start, end, label)."""
    text, mentions, at = "", set(), 0
    for mark in MARK.finditer(line):
        text += line[at : mark.start()]
        mentions.add((len(text), len(text) + len(mark[1]), LABELS[mark[2]]))
        text, at = text + mark[1], mark.end()
    return text + line[at:], mentions


@pytest.mark.parametrize("line", CASES, ids=[f"{number}" for number in range(1, len(CASES) + 1)])
def test_every_mention_of_a_sentence_is_known_and_no_other(nlp, line):
    text, mentions = unmarked(line)
    item = AgendaItem(id="x", number="1", title="", start=0, end=len(text))
    (entities,) = recognize(nlp, text, [item], MEETING)
    assert {(text[start:end], label) for start, end, label in mentions} == {
        (one.text, one.label) for one in entities
    }
    assert {(one.start, one.end, one.label) for one in entities} == mentions


def corpus_scores(nlp):
    """Return right, found and marked mentions a label, over every eighth meeting of the corpus."""
    right, found, marked = (dict.fromkeys(Label, 0) for _ in range(3))
    for meeting in read_corpus(ROOT / "data" / "corpus")[::8]:
        text, items, gold = _laid_out(meeting)
        for entities in recognize(nlp, text, items, meeting.meeting):
            for one in entities:
                found[one.label] += 1
                right[one.label] += (one.start, one.end, one.label) in gold
        for _, _, label in gold:
            marked[label] += 1
    return right, found, marked


def _laid_out(meeting):
    text, items, gold = "", [], set()
    for corpus_item in meeting.items:
        start = len(text)
        for block in corpus_item.blocks():
            if block.kind is not BlockKind.ATTACHMENT:
                gold |= {(len(text) + one.start, len(text) + one.end, one.label) for one in block.mentions}
                text += f"{block.text}\n"
        items.append(AgendaItem(id=f"x/{len(items)}", number="1", title="", start=start, end=len(text)))
    return text, items, gold


@pytest.mark.parametrize(
    ("label", "floor"),
    [
        (Label.AMOUNT, 0.99),
        (Label.DATE, 0.99),
        (Label.MUNICIPALITY, 0.97),
        (Label.PERSON, 0.98),
        (Label.INSTITUTION, 0.90),
    ],
)
def test_the_corpus_is_read_as_well_as_it_was(label, floor, scores):
    right, found, marked = scores
    assert 2 * right[label] / (found[label] + marked[label]) >= floor


@pytest.fixture(scope="module")
def scores(nlp):
    return corpus_scores(nlp)
