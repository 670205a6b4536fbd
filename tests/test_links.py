"""Earlier discussions: what is linked, what never is, and the reasons that are given."""

import datetime as dt
import itertools

import numpy as np
import pytest

from pipeline.domain import Entity, Filters, Label, Passage, ReasonKind, Ruling, SectionName
from pipeline.errors import ModelError, ModelNotFoundError
from pipeline.links import LinkDocument, LinkFeedback, LinkIndex, LinkModel, load_link_model, save_link_model
from pipeline.links.fusion import FEATURES, Fusion

WORDS = {
    "misbrug": 9, "behandling": 9, "stof": 5, "børn": 9, "hus": 9, "særlige": 5, "pladser": 9, "psykiatri": 9,
}  # fmt: skip
WEIGHTS = {"words": 18.0, "heading_words": 4.0, "same_case_number": 6.0}
FORUM = "Velfærdsforum Ærø"


@pytest.fixture
def model() -> LinkModel:
    weights = np.array([WEIGHTS.get(name, 0.0) for name in FEATURES])
    fusion = Fusion(weights=weights, intercept=-3.0, cutoff=0.3)
    return LinkModel(
        encoder="tiny",
        projection=np.eye(64, dtype=np.float32),
        mean=np.zeros(64, dtype=np.float32),
        shift=np.zeros(64, dtype=np.float32),
        words=WORDS,
        terms={"kommun": 200},
        items=400,
        topics=(),
        cohort=(),
        fusion=fusion,
        questions=fusion,
        same=fusion,
    )


@pytest.fixture
def item(encoder):
    """Return a function that makes an agenda item out of a title and paragraphs."""

    def make(day, number, title, *paragraphs, committee=FORUM, entities=()):
        item_id = f"ærø/{day}/{number}"
        heading = f"{number}. {title}"
        at = len(heading) + 1
        passages = [Passage(item_id=item_id, section=SectionName.TITEL, start=0, end=at - 1, text=heading)]
        for text in paragraphs:
            passages.append(
                Passage(
                    item_id=item_id,
                    section=SectionName.BAGGRUND,
                    start=at,
                    end=at + len(text),
                    text=text,
                    path=(title,),
                )
            )
            at += len(text) + 1
        return LinkDocument(
            item_id=item_id,
            title=title,
            date=dt.date.fromisoformat(day),
            committee=committee,
            passages=tuple(passages),
            vectors=encoder.encode(passages).vectors,
            entities=tuple(entities),
        )

    return make


@pytest.fixture
def archive(item):
    """Return five items of two meetings."""
    return [
        item("2019-03-14", 1, "Godkendelse af referat", "Referatet fra mødet den 1. januar 2019 godkendes."),
        item(
            "2019-03-14",
            2,
            "Anonym stofmisbrugsbehandling",
            "Tre rådgivningscentre behandler stofmisbrug anonymt.",
        ),
        item("2019-03-14", 3, "Børnehuset på Ærø", "Børnehuset får en ny leder og flytter til Marstal."),
        item("2019-06-20", 1, "Godkendelse af referat", "Referatet fra mødet den 14. marts 2019 godkendes."),
        item(
            "2019-06-20",
            2,
            "De særlige pladser",
            "Belægningen af særlige pladser falder på sygehuset i Odense.",
        ),
    ]


def ids(links):
    return [link.item_id for link in links]


def test_the_same_matter_is_found_under_another_title(archive, item, model):
    query = item("2020-01-10", 4, "Status", "Behandling af stofmisbrug hos rådgivningscentre, anonymt.")
    assert ids(LinkIndex.build(archive, model).related(query)) == ["ærø/2019-03-14/2"]


def test_only_strictly_earlier_items_are_shown(archive, item, model):
    index = LinkIndex.build(archive, model)
    same_day = item("2019-06-20", 9, "De særlige pladser", "Belægningen af særlige pladser på sygehuset.")
    assert ids(index.related(same_day)) == []
    day_after = item("2019-06-21", 9, "De særlige pladser", "Belægningen af særlige pladser på sygehuset.")
    assert ids(index.related(day_after)) == ["ærø/2019-06-20/2"]


def test_before_never_reaches_beyond_the_meeting_itself(archive, item, model):
    query = item("2019-06-20", 9, "De særlige pladser", "Belægningen af særlige pladser på sygehuset.")
    assert LinkIndex.build(archive, model).related(query, filters=Filters(before=dt.date(2030, 1, 1))) == ()


def test_nothing_is_shown_for_nonsense(archive, item, model):
    index = LinkIndex.build(archive, model)
    assert index.related(item("2020-01-10", 1, "Xyzzy plugh", "Frotz gnusto rezrov blorb.")) == ()


def test_an_empty_archive_has_no_links(item, model):
    assert (
        LinkIndex.build([], model).related(item("2020-01-10", 1, "Børnehuset", "Børnehuset flytter.")) == ()
    )


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Godkendelse af referat", "Referatet fra mødet den 20. juni 2019 godkendes."),
        ("Eventuelt", "Intet til eventuelt."),
        (
            "Orienteringer",
            "Forretningsudvalget indstiller, at Velfærdsforum Ærø tager orienteringen til efterretning.",
        ),
        ("Næste møde", "Næste møde er den 1. marts 2020."),
    ],
)
def test_formal_items_are_linked_by_nothing_but_content(archive, item, model, title, text):
    same = [item("2019-06-20", 7, title, text), *archive]
    assert LinkIndex.build(same, model).related(item("2020-01-10", 1, title, text)) == ()


def test_a_formal_item_with_content_is_linked(archive, item, model):
    query = item("2020-01-10", 9, "Eventuelt", "Børnehuset på Ærø flytter alligevel ikke til Marstal.")
    assert ids(LinkIndex.build(archive, model).related(query)) == ["ærø/2019-03-14/3"]


def test_adding_bit_by_bit_answers_as_building_at_once(archive, item, model):
    query = item("2020-01-10", 4, "De særlige pladser", "Behandling af stofmisbrug på særlige pladser.")
    whole = LinkIndex.build(archive, model).related(query)
    grown = LinkIndex.build(archive[:2], model)
    grown.add(archive[2:4])
    grown.add(archive[4:])
    assert grown.related(query) == whole
    assert len(whole) == 2


def test_the_order_of_adding_changes_nothing(archive, item, model):
    query = item("2020-01-10", 4, "De særlige pladser", "Behandling af stofmisbrug på særlige pladser.")
    answers = {LinkIndex.build(order, model).related(query) for order in itertools.permutations(archive)}
    assert len(answers) == 1


def test_an_item_added_twice_counts_once(archive, item, model):
    index = LinkIndex.build([*archive, *archive], model)
    assert len(index) == len(archive)


def test_equals_are_ordered_by_id(item, model):
    twins = [item("2019-03-14", n, "Børnehuset", "Børnehuset på Ærø flytter til Marstal.") for n in (3, 2, 1)]
    index = LinkIndex.build(twins, model)
    query = item("2020-01-10", 1, "Børnehuset", "Børnehuset på Ærø flytter til Marstal.")
    assert ids(index.related(query)) == ["ærø/2019-03-14/1", "ærø/2019-03-14/2", "ærø/2019-03-14/3"]
    assert ids(index.related(query, limit=1)) == ["ærø/2019-03-14/1"]


def test_a_free_text_finds_items(archive, encoder, model):
    index = LinkIndex.build(archive, model)
    text = "behandling af stofmisbrug"
    (vector,) = encoder.encode_queries([text])
    assert ids(index.related_to_text(text, vector)) == ["ærø/2019-03-14/2"]
    assert index.related_to_text(text, vector, filters=Filters(before=dt.date(2019, 3, 14))) == ()


def test_passages_of_the_reason_give_back_the_text(archive, item, model):
    query = item("2020-01-10", 3, "Børnehuset", "Kære læsere.", "Børnehuset på Ærø får en ny leder igen.")
    (link,) = LinkIndex.build(archive, model).related(query)
    (reason,) = [r for r in link.reasons if r.kind is ReasonKind.MATCHING_PASSAGES]
    assert reason.here == (query.passages[2].start, query.passages[2].end)
    assert reason.there == (archive[2].passages[1].start, archive[2].passages[1].end)
    assert {"Børnehuset", "leder"} <= set(reason.terms)
    assert all(term in query.passages[2].text for term in reason.terms)


def test_shared_names_are_a_reason(item, model):
    person = Entity(start=20, end=30, label=Label.PERSON, text="Åse Ørsted", norm="Åse Ørsted")
    old = item("2019-03-14", 1, "Børnehuset", "Børnehuset ledes af Åse Ørsted.", entities=[person])
    query = item("2020-01-10", 1, "Børnehuset", "Åse Ørsted forlader børnehuset.", entities=[person])
    (link,) = LinkIndex.build([old], model).related(query)
    (reason,) = [r for r in link.reasons if r.kind is ReasonKind.SHARED_ENTITIES]
    assert reason.terms == ("Åse Ørsted",)
    assert reason.text == "Begge nævner Åse Ørsted"


def test_a_name_that_stands_in_every_other_item_is_no_reason(item, model):
    person = Entity(start=20, end=30, label=Label.PERSON, text="Åse Ørsted", norm="Åse Ørsted")
    old = item("2019-03-14", 1, "Børnehuset", "Børnehuset ledes af Åse Ørsted.", entities=[person])
    others = [item("2019-03-14", n, "Takster", f"Takst {n}.", entities=[person]) for n in range(2, 6)]
    query = item("2020-01-10", 1, "Børnehuset", "Åse Ørsted forlader børnehuset.", entities=[person])
    (link,) = LinkIndex.build([old, *others], model).related(query)
    assert ReasonKind.SHARED_ENTITIES not in [reason.kind for reason in link.reasons]


def test_a_word_that_half_of_all_items_have_is_not_named_as_shared(item, model):
    old = item("2019-03-14", 1, "Børnehuset", "Kommunen flytter børnehuset til Marstal.")
    query = item("2020-01-10", 1, "Børnehuset", "Kommunen bygger børnehuset i Marstal.")
    (link,) = LinkIndex.build([old], model).related(query)
    (reason,) = [r for r in link.reasons if r.kind is ReasonKind.MATCHING_PASSAGES]
    assert set(reason.terms) == {"børnehuset", "Marstal"}


def test_the_same_case_number_is_a_reason_of_its_own(item, model):
    old = item("2019-03-14", 1, "Takster", "Sagsnr.: 19/4711", "Taksterne stiger.")
    query = item("2020-01-10", 1, "Budget", "Sagsnr. 19/4711", "Budgettet vedtages.")
    (link,) = LinkIndex.build([old], model).related(query)
    assert link.reasons[0].kind is ReasonKind.SAME_CASE_NUMBER
    assert link.reasons[0].terms == ("19/4711",)


def test_a_meeting_referred_to_is_a_reason(item, model):
    day = Entity(start=27, end=42, label=Label.DATE, text="14. marts 2019", norm="2019-03-14")
    old = item("2019-03-14", 1, "Børnehuset", "Børnehuset på Ærø flytter.")
    text = "Børnehuset blev drøftet på mødet den 14. marts 2019."
    query = item("2020-01-10", 1, "Børnehuset", text, entities=[])
    start = query.passages[1].start + text.index("14.")
    day = Entity(start=start, end=start + 14, label=Label.DATE, text="14. marts 2019", norm="2019-03-14")
    query = item("2020-01-10", 1, "Børnehuset", text, entities=[day])
    (link,) = LinkIndex.build([old], model).related(query)
    assert "Henviser til mødet den 14. marts 2019" in [reason.text for reason in link.reasons]


def test_filters_restrict_what_is_shown(archive, item, model):
    odense = Entity(start=0, end=6, label=Label.MUNICIPALITY, text="Odense", norm="Odense Kommune")
    other = item(
        "2019-05-01", 1, "De særlige pladser", "Belægningen af særlige pladser falder på sygehuset i Odense.",
        committee="Kredsen", entities=[odense],
    )  # fmt: skip
    index = LinkIndex.build([*archive, other], model)
    query = item(
        "2020-01-10", 1, "De særlige pladser", "Belægningen af særlige pladser falder på sygehuset i Odense."
    )

    def found(**filters):
        return set(ids(index.related(query, filters=Filters(**filters))))

    assert found() == {"ærø/2019-05-01/1", "ærø/2019-06-20/2"}
    assert found(committees=("Kredsen",)) == {"ærø/2019-05-01/1"}
    assert found(committees=("Ukendt",)) == set()
    assert found(names=((Label.MUNICIPALITY, {"Odense Kommune"}),)) == {"ærø/2019-05-01/1"}
    assert found(after=dt.date(2019, 6, 1)) == {"ærø/2019-06-20/2"}
    assert found(meeting="ærø/2019-06-20") == {"ærø/2019-06-20/2"}
    rejected = Ruling(item_id=query.item_id, other="ærø/2019-06-20/2", holds=False, by="Lise")
    rulings = LinkFeedback.of(query.item_id, [rejected])
    assert ids(index.related(query, rulings=rulings)) == ["ærø/2019-05-01/1"]


def test_a_saved_model_links_the_same(archive, item, model, tmp_path):
    save_link_model(model, tmp_path)
    query = item("2020-01-10", 4, "De særlige pladser", "Behandling af stofmisbrug på særlige pladser.")
    again = LinkIndex.build(archive, load_link_model(tmp_path)).related(query)
    assert again == LinkIndex.build(archive, model).related(query)


def test_a_missing_model_is_named(tmp_path):
    with pytest.raises(ModelNotFoundError, match=r"fusion\.json"):
        load_link_model(tmp_path)


def test_a_damaged_model_is_named(model, tmp_path):
    save_link_model(model, tmp_path)
    (tmp_path / "words.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="damaged"):
        load_link_model(tmp_path)


def test_vectors_of_another_encoder_are_refused(model):
    model.check_encoder("tiny")
    with pytest.raises(ModelError, match="another"):
        model.check_encoder("another")
