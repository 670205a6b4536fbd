"""What readers and models say in English, put in Danish for who reads results; errors have their lines."""

import re

_SAID = (
    # Doubts, said of a line
    ("may not be the heading of an item", "er måske ikke overskrift for et punkt"),
    ("is in the list of items, but heads none", "står på dagsordenen, men er ikke overskrift for et punkt"),
    ("is so long that items may be hidden in it", "er så langt, at der kan være flere punkter i det"),
    (
        "is the first of hundreds of items without number",
        "er det første af hundredvis af punkter uden nummer",
    ),
    ("may head an item of its own", "er måske overskrift for et punkt for sig"),
    ("is the first item, but its number is (.+)", r"er det første punkt, men har nummer \1"),
    (
        "may be the heading of an item whose number is missing",
        "er måske overskrift for et punkt, hvis nummer mangler",
    ),
    (
        "is the second decision of an item that may be two",
        "er den anden beslutning i et punkt, der måske er to",
    ),
    (
        "is where the text ends, but the list goes on",
        "er, hvor teksten slutter, men dagsordenen har flere punkter",
    ),
    # Notes on a file
    ("(pages?) (.+) read with OCR", r"side \2 er læst med OCR"),
    ("(pages?) (.+) without text, perhaps scanned", r"side \2 er uden tekst, måske indscannet"),
    (r"(\d+) running heads and page numbers left out: (.*)", r"\1 sidehoveder og sidetal udeladt: \2"),
    ("running heads and feet left out: (.*)", r"sidehoveder og -fødder udeladt: \1"),
    ("footnotes left out: (.*)", r"fodnoter udeladt: \1"),
    ("left out as part of the page: (.*)", r"udeladt som en del af siden: \1"),
    (r"one of (\d+) meetings in the file", r"et af \1 møder i filen"),
    ("read as (.*)", r"læst som \1"),
    ("not UTF-8: read as (.*)", r"ikke UTF-8: læst som \1"),
    # Notes on what a case system exported
    ("closed items, kept without their text: (.*)", r"lukkede punkter, kun med nummer og titel: \1"),
    (
        "closed since an earlier version, which keeps no text of them: (.*)",
        r"lukket siden en tidligere udgave, som ikke længere har teksten af dem: \1",
    ),
    ("takes the place of (.*)", r"træder i stedet for \1"),
    ("withdrawn: (.*)", r"trukket tilbage: \1"),
    ("with the supplement (.*): (.*)", r"med tillægget \1: punkt \2"),
    ("numbers that stand before several items: (.*)", r"numre, som flere punkter har: \1"),
    ("passed over: (.*)", r"ikke læst i eksporten: \1"),
    ("in its manifest passed over: (.*)", r"ikke læst i eksportens oversigt: \1"),
    (r"characters removed that no text has: (\d+)", r"fjernede tegn, som ingen tekst har: \1"),
    (
        "item (.*) is open, but its title says that it is closed",
        r"punkt \1 er åbent, men dets titel siger, at det er lukket",
    ),
    (
        r"item (.*): attachments that are not public, left out: (\d+)",
        r"punkt \1: bilag, som ikke er offentlige, er udeladt: \2",
    ),
    ("item (.*): an open attachment is called (.*)", r"punkt \1: et åbent bilag hedder \2"),
    # What long work on a model says it does
    ("Loading MLflow", "Gør klar til at gemme kørslen"),
    ("Encoding the corpus.*", "Læser det annoterede korpus"),
    ("Reading corrections", "Læser rettelserne"),
    (r"Learning from (\S+) corrected items", r"Lærer af \1 rettede punkter, og prøver mod versionen i brug"),
    ("Recording the run", "Gemmer kørslen og versionen"),
    ("Tagging again", "Opdaterer temaerne i arkivet"),
)
_FORMS = tuple((re.compile(english, re.DOTALL), danish) for english, danish in _SAID)


def in_danish(said: str) -> str:
    """Return a note or a doubt in Danish; of one that is not known, as it is.

    >>> in_danish("is the first item, but its number is 4")
    'er det første punkt, men har nummer 4'
    """
    for form, danish in _FORMS:
        if match := form.fullmatch(said):
            return match.expand(danish)
    return said


COMPARED = {
    "frozen": "det annoterede korpus",
    "corrected": "nye rettelser",
    "learned": "rettelser, begge har set",
}
"""On what champion and challenger were compared."""
OTHERS = {
    "entities": ("rettet omtale", "rettede omtaler"),
    "links": ("bedømt henvisning", "bedømte henvisninger"),
    "structure": ("rettet opdeling", "rettede opdelinger"),
}
"""What waits for another model than that of themes: one, several."""


def outcome(said: str) -> str:
    """Return the outcome of a version in Danish.

    >>> outcome("refused: misbrug (frozen) would lose")
    'afvist: misbrug (det annoterede korpus) ville tabe'
    """
    fixed = {
        "came with the program": "kom med programmet",
        "promoted: no theme loses": "taget i brug: intet tema taber",
        "broken off before all of the archive was tagged with it": "afbrudt, før alt havde dens temaer",
    }
    if said.startswith("refused: nothing compared"):
        return "afvist: der er for få punkter at sammenligne på"
    if said.startswith("refused: "):
        said = said.replace("refused: ", "afvist: ").replace(" would lose", " ville tabe")
        for english, danish in COMPARED.items():
            said = said.replace(f"({english})", f"({danish})")
    return fixed.get(said, said)
