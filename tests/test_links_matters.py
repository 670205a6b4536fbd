"""Items of several matters: what is compared, what a likeness is worth, and what is referred to."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from pipeline.domain import Entity, Label, Passage, ReasonKind, SectionName
from pipeline.errors import KnowledgeError
from pipeline.knowledge.themes import load_topics_register
from pipeline.links import LinkDocument, LinkIndex, LinkModel, load_link_model, save_link_model
from pipeline.links.features import GROUP, MEASURE, Topic, ZNorm
from pipeline.links.fusion import FEATURES, Fusion
from pipeline.links.model import choose_cohort
from pipeline.links.pairs import Query, compare
from pipeline.links.profile import NONE, Profiler
from pipeline.links.references import find_items
from pipeline.links.store import Store


def model_of(*topics, cohort=(), **weights) -> LinkModel:
    found = np.array([weights.get(name, 0.0) for name in FEATURES])
    fusion = Fusion(weights=found, intercept=-2.0, cutoff=0.5)
    return LinkModel(
        encoder="tiny", projection=np.eye(64, dtype=np.float32), mean=np.zeros(64, dtype=np.float32),
        shift=np.zeros(64, dtype=np.float32), words={"kursus": 5, "hjem": 5}, terms={}, items=400,
        topics=topics, cohort=tuple(cohort), fusion=fusion, questions=fusion, same=fusion,
    )  # fmt: skip


@pytest.fixture
def item(encoder):
    """Return a function that makes an item of parts, each a sub-heading and its text."""

    def make(day, number, title, *parts, **fields):
        passages, at = [], 0
        for heading, text in parts:
            path = (title, heading) if heading else (title,)
            for section, words in ((SectionName.TITEL, heading), (SectionName.BAGGRUND, text)):
                if words:
                    end = at + len(words)
                    passages.append(
                        Passage(item_id="", section=section, start=at, end=end, text=words, path=path)
                    )
                    at = end + 1
        return LinkDocument(
            item_id=f"forum/{day}/{number}", title=title,
            date=dt.date.fromisoformat(day), committee="Kredsen", passages=tuple(passages),
            vectors=encoder.encode(passages).vectors, **fields,
        )  # fmt: skip

    return make


def lines(model, query, *others):
    """Return every matter of the query beside every matter of the others."""
    profiler, store = Profiler(model), Store(model)
    for other in others:
        store.add(profiler.profile(other))
    return compare(Query.of(profiler.profile(query), store), store, np.arange(len(others)))


def column(found, name):
    return found.features[:, FEATURES.index(name)]


ORIENTERINGER = (
    ("Kørsel af elever", "Busserne til specialskolen kører en time tidligere."),
    ("Herberget på havnen", "Herberget får tolv nye senge til hjemløse."),
)


def test_each_sub_heading_of_an_information_item_is_a_matter(item):
    profile = Profiler(model_of()).profile(
        item(
            "2020-01-10",
            1,
            "Orienteringer",
            *ORIENTERINGER,
            ("", "Udvalget ønsker flere tal om havn og skole."),
        )
    )
    assert [matter.heading for matter in profile.matters] == ["Kørsel af elever", "Herberget på havnen"]
    assert profile.matter_of == (0, 1, NONE)


def test_sub_headings_of_another_item_are_parts_of_its_one_matter(item):
    profile = Profiler(model_of()).profile(item("2020-01-10", 1, "Budget 2021", *ORIENTERINGER))
    assert [matter.heading for matter in profile.matters] == [""]


def test_what_speaks_for_a_link_speaks_of_the_same_two_matters(item):
    query = item("2020-01-10", 1, "Busser til hjemløse", ("", "Busserne kører hjemløse til specialskolen."))
    found = lines(model_of(), query, item("2019-01-10", 1, "Orienteringer", *ORIENTERINGER))
    assert found.there.tolist() == [0, 1]
    both = item("2019-01-10", 2, "Status", ("", " ".join(text for _, text in ORIENTERINGER)))
    (together,) = column(lines(model_of(), query, both), "words")
    assert column(found, "words").min() > 0
    assert column(found, "words").max() < together + column(found, "words").min()


def test_names_of_attachments_count_as_text(item):
    query = item("2020-01-10", 1, "Vejledning", ("", "Kursus for vejledere i praktik."))
    old = item("2019-01-10", 1, "Status", ("", "Notatet er vedlagt dagsordenen."))
    (without,) = column(lines(model_of(), query, old), "words")
    named = replace(old, attachments=("Kursus for vejledere.docx",))
    (with_names,) = column(lines(model_of(), query, named), "words")
    assert without == 0 < with_names


TOPICS = (
    Topic(kind=GROUP, name="hjemløse", terms=("herberg", "hjemløs"), rarity=2.0),
    Topic(kind=MEASURE, name="uddannelse", terms=("kursus", "undervisning"), rarity=2.0),
)


def test_one_group_of_people_named_in_other_words_is_alike(item):
    query = item("2020-01-10", 1, "Vinter", ("", "Flere hjemløse i byen."))
    found = lines(model_of(*TOPICS), query, item("2019-01-10", 1, "Senge", ("", "Herberg fyldt i marts.")))
    assert column(found, "words").item() == column(found, "same_measure").item() == 0
    assert column(found, "same_people").item() > 0


def test_a_text_like_everything_says_less_than_one_like_nothing_else(item):
    common, rare = item("2020-01-10", 1, "A", ("", "Økonomi plan proces budget.")), item(
        "2020-01-10", 2, "B", ("", "Hvalros isbjerg sælskind harpun.")
    )  # fmt: skip
    cohort = [
        item(f"2010-01-{n:02}", n, "Økonomi", ("", f"Økonomi plan proces nummer {n}.")) for n in range(1, 9)
    ]
    texts = ["Økonomi plan proces budget.", "Hvalros isbjerg sælskind harpun."]
    old = [item("2019-01-10", n, "Z", ("", text)) for n, text in enumerate(texts)]
    told = model_of(cohort=choose_cohort(cohort))
    assert column(lines(told, common, old[0]), "words") < column(lines(told, rare, old[1]), "words")


def test_the_likest_few_of_the_cohort_do_not_count():
    likeness = np.zeros((40, 1, 5))
    likeness[0] = 100.0
    assert ZNorm.of(likeness).mean.max() == 0


def test_a_saved_model_keeps_its_cohort_and_topics(item, tmp_path):
    model = model_of(
        *TOPICS, cohort=choose_cohort([item("2010-01-01", 1, "Orienteringer", *ORIENTERINGER)]), words=1.0
    )
    save_link_model(model, tmp_path)
    old = item("2019-01-10", 1, "Orienteringer", *ORIENTERINGER)
    query = item("2020-01-10", 1, "Herberget", ("", "Herberget får flere senge."))
    expected = LinkIndex.build([old], model).related(query)
    assert expected
    assert LinkIndex.build([old], load_link_model(tmp_path)).related(query) == expected


def date(text, day):
    at = text.index(day)
    norm = {"15. maj 2018": "2018-05-15", "18. november 2022": "2022-11-18"}[day]
    return Entity(start=at, end=at + len(day), label=Label.DATE, text=day, norm=norm)


@pytest.mark.parametrize(
    ("text", "day", "number"),
    [
        ("Jf. punkt 7 på mødet den 18. november 2022 vedtog man takster.", "18. november 2022", "7"),
        ("Social- og Psykiatriudvalget 15. maj 2018, pkt. 3: Sat i gang.", "15. maj 2018", "3"),
        ("Takster blev drøftet på mødet den 18. november 2022. Se punkt 7.", "18. november 2022", None),
        ("Punkt 7 udgår. Næste gang er den 18. november 2022.", "18. november 2022", None),
    ],
)
def test_an_item_is_named_by_the_day_of_its_meeting_and_its_number(text, day, number):
    passage = Passage(item_id="", section=SectionName.BAGGRUND, start=0, end=len(text), text=text)
    assert [found for _, found in find_items([date(text, day)], [passage])] == ([number] if number else [])


def test_the_very_item_referred_to_is_linked_and_said(item):
    text = "Jf. punkt 2 på mødet den 15. maj 2018 lukker havnen."
    query = item("2020-01-10", 1, "Havnen", ("", text), entities=(date(text, "15. maj 2018"),))
    old = [item("2018-05-15", n, f"Punkt {n}", ("", "Havnen lukker.")) for n in (1, 2)]
    (link,) = LinkIndex.build(old, model_of(refers_to_it=4.0)).related(query)
    assert link.item_id == "forum/2018-05-15/2"
    (reason,) = [reason for reason in link.reasons if reason.kind is ReasonKind.REFERS_TO_MEETING]
    assert reason.text == "Henviser til punkt 2 på mødet den 15. maj 2018"


def test_the_register_of_topics_has_both_kinds():
    from pipeline.config import load_config

    groups, measures = load_topics_register(load_config().paths.knowledge)
    assert "hjemløse" in groups
    assert "kørsel" in measures


@pytest.mark.parametrize("text", ["", "[groups]\nx = 3\n[measures]\ny = ['z']", "[groups"])
def test_a_register_that_is_none_is_named(tmp_path, text):
    (tmp_path / "topics.toml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"topics\.toml"):
        load_topics_register(tmp_path)


def test_what_both_are_about_is_a_reason(item):
    text = "Herberg til hjemløse, hjemløse og flere hjemløse."
    query, old = item("2020-01-10", 1, "Vinter", ("", text)), item("2019-01-10", 1, "Senge", ("", text))
    (link,) = LinkIndex.build([old], model_of(*TOPICS, words=40.0)).related(query)
    (reason,) = [reason for reason in link.reasons if reason.kind is ReasonKind.SAME_SUBJECT]
    assert reason.text == "Begge handler om hjemløse"
    assert reason.terms == ("hjemløse",)


def test_the_passages_shown_are_of_the_matters_that_match(item):
    query = item(
        "2020-01-10", 1, "Herberget på havnen", ("", "Herberget får tolv nye senge til hjemløse i vinter.")
    )
    old = item("2019-01-10", 1, "Orienteringer", *ORIENTERINGER)
    (link,) = LinkIndex.build([old], model_of(words=9.0)).related(query)
    (reason,) = [reason for reason in link.reasons if reason.kind is ReasonKind.MATCHING_PASSAGES]
    assert reason.there == (old.passages[3].start, old.passages[3].end)


def test_municipalities_and_the_forum_itself_are_no_reason(item):
    names = ("Storkredsen Fyn", "Lærkehuset")
    mentions = [Entity(start=0, end=1, label=Label.INSTITUTION, text=name, norm=name) for name in names]
    mentions.append(Entity(start=0, end=1, label=Label.MUNICIPALITY, text="Odense", norm="Odense Kommune"))
    old, query = (
        replace(
            item(day, 1, "Senge", ("", "Herberget får tolv nye senge til hjemløse.")),
            entities=tuple(mentions), committee="Storkredsen Fyn",
        )
        for day in ("2019-01-10", "2020-01-10")
    )  # fmt: skip
    (link,) = LinkIndex.build([old], model_of(words=40.0)).related(query)
    shown = [reason.terms for reason in link.reasons if reason.kind is ReasonKind.SHARED_ENTITIES]
    assert shown == [("Lærkehuset",)]
