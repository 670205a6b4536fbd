# ruff: noqa: E501 - a sentence stands on one line
"""Sentences as minutes have them, written for this test: every mention of each is known."""

import datetime as dt
import re
from pathlib import Path

import pytest

from pipeline.domain import AgendaItem, Label, Meeting, labels
from pipeline.entities import recognize
from pipeline.training.corpus import BlockKind, read_corpus

ROOT = Path(__file__).parent.parent
MEETING = Meeting(title="Møde", committee="Velfærdsforum Vestkysten", date=dt.date(2021, 11, 26))
MARK = re.compile(r"\[(?P<text>[^\]=]+)(?:=(?P<norm>[^\]]+))?\](?P<label>[MPIADL])")
LABELS = {
    "M": Label.MUNICIPALITY,
    "P": Label.PERSON,
    "I": Label.INSTITUTION,
    "A": Label.AMOUNT,
    "D": Label.DATE,
    "L": Label.LAW,
}

SENTENCES = """
[Forretningsudvalget]I indstiller, at [Velfærdsforum]I godkender referatet fra mødet den [3. september 2021=2021-09-03]D.
[Odense Kommune]M og [Region Syddanmark]I har i fællesskab ansøgt om [2,4 mio. kr.=2400000]A til projektet.
Taksten stiger fra [1.640 kr.=1640]A i [2021]D til [1.712 kr.=1712]A i [2022]D, svarende til [4,2 mio. kr.=4200000]A årligt.
[Svendborg=Svendborg Kommune]M, [Nyborg=Nyborg Kommune]M og [Ærø=Ærø Kommune]M kommuner bad om, at punktet tages op igen i [februar 2022=2022-02]D.
Direktør [Anne Birgitte Skov]P, [Kerteminde Kommune]M, orienterede om dialogen med [Ankestyrelsen]I.
Tilbuddet er oprettet efter [servicelovens § 107=serviceloven § 107]L og drives af [Assens Kommune]M.
[Socialtilsyn Syd]I traf den [4/10-21=2021-10-04]D afgørelse om skærpet tilsyn, jf. [lov om socialtilsyn § 8, stk. 1=socialtilsynsloven § 8, stk. 1]L.
Udgiften anslås til mellem [300.000=300000]A og [400.000 kr.=400000]A, som fordeles efter indbyggertal.
Der holdes temadag på et hotel i Kolding den [9. - 10. marts 2022=2022-03-09/2022-03-10]D.
Telefonvagten i Aabenraa flyttes til afsnittet i Esbjerg.
[Psykiatrien i Region Syddanmark]I deltager med vicedirektør [Henrik Rosenvang]P.
[KL]I og [Danske Regioner]I forhandler økonomiaftalen for [2023]D.
Sundhedsaftalen [2019-2023=2019/2023]D forlænges, indtil en ny er på plads [ultimo 2023=2023~]D.
[Jobcenter Vejen]I og [Børne- og Ungeudvalget]I har haft forslaget i høring.
Besøget på botilbuddet [Havblik]I viste, at [Havblik]I har fulgt påbuddet.
[Det Nationale Forsknings- og Analysecenter for Velfærd]I ([VIVE=Det Nationale Forsknings- og Analysecenter for Velfærd]I) har svaret; [VIVE=Det Nationale Forsknings- og Analysecenter for Velfærd]I gæster mødet.
Regnskabet viser et overskud på [kr. 112.450=112450]A, og bidraget sættes ned til [1,95 kr.=1.95]A pr. indbygger.
I [1. kvartal 2021=2021-Q1]D var belægningen 92 pct., i [2. halvår=2021-H2]D ventes 88 pct.
Arbejdsgruppen består af to medlemmer fra [Esbjerg=Esbjerg Kommune]M og ét fra [Fanø=Fanø Kommune]M.
[Handicaprådet]I bemærker, at [§ 85]L-støtten bør evalueres.
Referatet fra mødet den [17. september 2021=2021-09-17]D blev godkendt uden bemærkninger.
[Velfærdsforum Vestkysten]I besluttede at anbefale modellen over for [KKR Midtjylland]I.
[Esbjerg Kommune]M er vært for mødet den [4. februar=2022-02-04]D kl. 9-12 på Rådhuset.
Ansøgningen omfatter [Varde=Varde Kommune]M, [Billund=Billund Kommune]M og [Vejen=Vejen Kommune]M kommuner.
Rådgivningen bruges af [Struer=Struer Kommune]M, [Lemvig=Lemvig Kommune]M og [Skive=Skive Kommune]M Kommune.
[Ringkøbing-Skjern Kommunes=Ringkøbing-Skjern Kommune]M udgift er [1.250 t.kr.=1250000]A i [2021=2021]D.
Formandskabet for gruppen overgår fra [Holstebro Kommune]M til [Herning Kommune]M pr. [1/1-22=2022-01-01]D.
[Ikast-Brande=Ikast-Brande Kommune]M stemte imod, [Skive=Skive Kommune]M undlod at stemme.
Der er modtaget høringssvar fra [Viborg=Viborg Kommune]M, [Silkeborg=Silkeborg Kommune]M og [Odder=Odder Kommune]M.
Mødet holdes på et hotel i Vejle, og der er togforbindelse fra Fredericia og Kolding.
Bostedet ligger på Skovvej 3, 8600 Silkeborg.
Borgeren er indlagt på afsnittet i Horsens og bor til daglig i Skanderborg.
[Hedensted=Hedensted Kommune]M	[125.000 kr.=125000]A
Pladserne fordeles med 4 til [Randers=Randers Kommune]M, 3 til [Norddjurs=Norddjurs Kommune]M og 2 til [Samsø=Samsø Kommune]M.
Jobcentrene i [Holbæk=Holbæk Kommune]M, [Sorø=Sorø Kommune]M og [Ringsted=Ringsted Kommune]M har fået samme skema.
Skadestuerne i Holbæk, Slagelse og Køge er orienteret.
[Nordfyn=Nordfyns Kommune]M og [Ærø=Ærø Kommune]M har ikke egne pladser.
[Københavns Kommune]M har inviteret [Region Hovedstaden]I til et møde i [uge 5=2022-W05]D.
Rammeaftalen for [2022-2023=2022/2023]D behandles i [KKR Sjælland]I [ultimo november=2021-11~]D.
[Sundhedsstyrelsen]I og [Socialstyrelsen]I udgav i [foråret 2020=2020~]D en fælles vejledning.
[Ankestyrelsens=Ankestyrelsen]I afgørelse af [12. oktober=2021-10-12]D er vedlagt.
[Socialtilsyn Midt]I har givet [Bostedet Lyngborg]I tre påbud. [Lyngborg]I har frist til [1. marts 2022=2022-03-01]D.
[Krisecentret Havørnen]I har otte pladser; taksten er [2.345 kr.=2345]A pr. døgn.
[Psykiatrien i Region Sjælland]I og [Socialtilsyn Øst]I deltager under punktet.
[Center for Sansning og Bevægelse]I har et underskud på [0,4 mio. kr.=400000]A.
[Børne- og Uddannelsesudvalget]I sendte sagen videre til [Byrådet]I.
[Landsforeningen for Pårørende]I ([LFP=Landsforeningen for Pårørende]I) ønsker foretræde. [LFP's=Landsforeningen for Pårørende]I brev er vedlagt.
Forslaget er drøftet i [Handicaprådet]I og i [Udsatterådet]I.
[Fyns Politi]I og [Kriminalforsorgen]I er inviteret til [Samrådet]I.
Arbejdsgruppen afleverer sin rapport til styregruppen, og sekretariatet sender den ud.
Projekt Trygge Rammer evalueres, og Sundhedsaftalen forlænges.
En økonomisk styregruppe er nedsat, mens [Faglig følgegruppe]I har mødtes én gang.
[Danske Regioner]I og [KL]I er enige om økonomiaftalen for [2022=2022]D.
Direktør [Lone Agerskov]P, [Vejle Kommune]M, bød velkommen.
Punktet fremlægges af [Bo Krogsgaard]P og [Mette Lynge Thomsen]P.
Afbud: [Ulla Brinkmann]P ([Odder=Odder Kommune]M) og [Jens Chr. Vang]P
[Bo Krogsgaards=Bo Krogsgaard]P oplæg er vedlagt. [Bo Krogsgaard]P sender det ud.
Som ny suppleant indstilles [Fatima El-Amin]P, [Skive Kommune]M.
- [Ane Sofie Kjær]P, centerleder, [Psykologisk Rådgivning]I, [Rebild Kommune]M
Udgiften er [kr. 450.000=450000]A, hvoraf 2/3 af beløbet er dækket.
Budgettet er på [10.050.000 kr.=10050000]A, og mindreforbruget er [-3,2 mio. kr.=-3200000]A
Prisen ligger mellem [300.000=300000]A og [400.000 kr.=400000]A, i alt [1,3 mia. kr.=1300000000]A på landsplan.
Der er afsat [1=1000000]A-[2 mio. kr.=2000000]A til formålet.
Puljen er på [fem millioner kroner=5000000]A, og bidraget er [0,88 kr.=0.88]A pr. indbygger.
Der er søgt om [2½ mio. kr.=2500000]A og bevilget [halvanden million kroner=1500000]A.
Et døgn koster [1.712,50 kr.=1712.5]A i [2021=2021]D og [kr. 1.744,-=1744]A i [2022=2022]D.
Tilbuddet har 24 pladser, en belægning på 97,5 pct. og 36 ansatte.
Seminaret afholdes [9. - 10. marts 2022=2022-03-09/2022-03-10]D.
Aftalen gælder fra [1. januar 2022=2022-01-01]D til [31. december 2024=2024-12-31]D.
Status for [1. kvartal 2022=2022-Q1]D gives i [maj=2022-05]D.
Afgørelsen er dateret d. [4/9-15=2015-09-04]D og træder i kraft pr. [1/7-16=2016-07-01]D.
I [2. halvår 2020=2020-H2]D faldt antallet, og i [2019=2019]D, [2020=2020]D og [2021=2021]D var det stabilt.
Undersøgelsen laves i [sommeren 2022=2022~]D og drøftes [medio august=2022-08~]D.
Fristen er den 31. februar 2022.
Tilbuddet er oprettet efter [servicelovens §§ 107 og 108=serviceloven §§ 107 og 108]L.
Jf. [SEL § 85=serviceloven § 85]L og [lov om socialtilsyn § 8, stk. 1=socialtilsynsloven § 8, stk. 1]L skal det ske inden [1. maj=2022-05-01]D.
[§ 66, stk. 1, nr. 6=§ 66, stk. 1, nr. 6]L blev ændret pr. [1. juli 2020=2020-07-01]D.
[VIVE=Det Nationale Forsknings- og Analysecenter for Velfærd]I præsenterer tallene den [15. december=2021-12-15]D i Odense.
[Region Midtjylland]I har 48 senge, heraf 12 på matriklen i Herning.
[Regionen]I betaler [3,1 mio. kr.=3100000]A, og [Aarhus Kommune]M betaler resten.
Der vælges en repræsentant fra hvert KKR til et dialogforum om takster.
Puljen skal gavne anbragte Børn, Voksne og Ældre i hele landsdelen.
[Teknik og Miljø]I i [Struer Kommune]M vurderer, at lokalet kan bruges fra [efteråret 2022=2022~]D.
Kurset udbydes i Aalborg og Hjørring; prisen er [3.450 kr.=3450]A
[Læsø Kommune]M og [Frederikshavn Kommune]M har indgået en aftale med [Falck A/S]I.
Karup Lufthavn, Randers Fjord og Skive Banegård er nævnt i turistplanen.
Den [17. november 2021=2021-11-17]D mødtes socialcheferne fra [Tønder=Tønder Kommune]M og [Aabenraa=Aabenraa Kommune]M.
[Assens=Assens Kommune]M	12	[340.000 kr.=340000]A	[2022=2022]D
"""
CASES = SENTENCES.strip().splitlines()


def unmarked(line):
    """Return the sentence, and its mentions as (start, end, label, norm); a norm left out is the text."""
    text, mentions, at = "", set(), 0
    for mark in MARK.finditer(line):
        text += line[at : mark.start()]
        norm = mark["norm"] or mark["text"]
        mentions.add((len(text), len(text) + len(mark["text"]), LABELS[mark["label"]], norm))
        text, at = text + mark["text"], mark.end()
    return text + line[at:], mentions


@pytest.mark.parametrize("line", CASES, ids=[f"{number}" for number in range(1, len(CASES) + 1)])
def test_every_mention_of_a_sentence_is_known_and_no_other(nlp, line):
    text, mentions = unmarked(line)
    item = AgendaItem(id="x", number="1", title="", start=0, end=len(text))
    (entities,) = recognize(nlp, text, [item], MEETING)
    assert {(text[start:end], label, norm) for start, end, label, norm in mentions} == {
        (one.text, one.label, one.norm) for one in entities
    }
    assert {(one.start, one.end, one.label, one.norm) for one in entities} == mentions


def corpus_scores(nlp):
    """Return right, found and marked mentions a label, over every eighth meeting of the corpus."""
    right, found, marked = (dict.fromkeys(labels(), 0) for _ in range(3))
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
