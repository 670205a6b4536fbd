"""Some invented items on supervision, on abuse, on both and on neither, and what is learned from them."""

import numpy as np

from pipeline.domain import Passage, SectionName, ThemeScore
from pipeline.encoder import Encoder
from pipeline.knowledge.themes import ThemeDefinition
from pipeline.themes import ThemeTagger
from pipeline.themes.examples import LabelledItem, tabulate
from pipeline.themes.features import under_title
from pipeline.themes.fit import fit_model
from pipeline.training.held_out import HeldOutScores

TILSYN = ThemeDefinition(
    name="tilsyn",
    label="Tilsyn",
    definition="Tilsyn og påbud",
    terms=("*tilsyn*", "påbud*"),
    hints=("besøg*",),
)
MISBRUG = ThemeDefinition(
    name="misbrug",
    label="Misbrug",
    definition="Rusmidler",
    terms=("rusmid*", "alkohol*"),
    hints=("behandling*",),
)
FRIVILLIG = ThemeDefinition(
    name="frivillighed", label="Frivillighed", definition="Frivilligt arbejde", terms=("frivillig*",)
)
REGISTER = (TILSYN, MISBRUG)
PLAIN = (
    "Mødet holdes på rådhuset.",
    "Budgettet blev godkendt uden bemærkninger.",
    "Planen følges op til næste år.",
)
ABOUT = {
    "tilsyn": ("Socialtilsynet gav et påbud efter et besøg.", "Tilsynet førte til to påbud på Ågården."),
    "misbrug": ("Rusmiddelcentret tilbyder behandling.", "Alkoholbehandling og rusmidler fylder mere."),
}


NOTHING = under_title("Sag", (), np.zeros((0, 384), dtype=np.float32))
LEARNED = tuple(
    LabelledItem(id=f"f/2020-01-0{at}/1", item=NOTHING, themes=frozenset(), about=(), group="f")
    for at in range(1, 3)
)
SAID = HeldOutScores(
    examples=LEARNED,
    scores=((ThemeScore(theme="tilsyn", probability=0.1, assigned=False, evidence=()),),) * 2,
)


def make_item(encoder, title, texts, sections=()):
    passages, start = [], 0
    for at, text in enumerate(texts):
        section = sections[at] if at < len(sections) else SectionName.BAGGRUND
        passages.append(
            Passage(
                item_id="x", section=section, start=start, end=start + len(text), text=text, path=(title,)
            )
        )
        start += len(text) + 1
    return under_title(title, tuple(passages), encoder.encode(passages).vectors)


def make_example(encoder, number, themes):
    texts = [PLAIN[number % 3], *(text for theme in themes for text in ABOUT[theme]), PLAIN[(number + 1) % 3]]
    marks = [frozenset({theme for theme in themes if text in ABOUT[theme]}) for text in texts]
    title = f"Sag {number}" if number % 2 else f"Sag om {' og '.join(themes) or 'budget'}"
    return LabelledItem(
        id=f"forum/{number}",
        item=make_item(encoder, title, texts),
        themes=frozenset(themes),
        about=tuple(marks),
        group=f"forum-{number % 4}",
    )


def make_examples(encoder: Encoder) -> list[LabelledItem]:
    kinds = ((), ("tilsyn",), (), ("misbrug",), ("tilsyn", "misbrug"))
    return [make_example(encoder, number, kinds[number % 5]) for number in range(40)]


def fit_themes(examples, register, encoder):
    return fit_model(tabulate(examples, register, encoder))


def make_tagger(examples, register, encoder) -> ThemeTagger:
    return ThemeTagger(fit_themes(examples, register, encoder), register, encoder)


def score(tagger, item, theme):
    (scores,) = tagger.score([item])
    return next(one for one in scores if one.theme == theme)


def about_volunteers(encoder):
    """An item of a theme that was not learned, and one like it."""
    labelled = LabelledItem(
        id="forum/90",
        item=make_item(encoder, "Nyt fra huset", ["Besøgsvennerne læser højt hver tirsdag.", PLAIN[1]]),
        themes=frozenset({"frivillighed"}),
        about=None,
        group="forum-1",
        known=frozenset({"frivillighed"}),
    )
    return labelled, make_item(encoder, "Nyt", ["Besøgsvennerne læser højt hver fredag."])
