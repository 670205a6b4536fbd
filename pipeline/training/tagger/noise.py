"""What publication does to letters: capitals, small letters, hard spaces, a title that is not there.

Every change keeps the length of the text: offsets hold.
"""

import random
from dataclasses import replace

from pipeline.domain import SectionName
from pipeline.training.tagger.examples import Example

CAPITALS_OF_TITLES = 0.06
SMALL_LETTERS = 0.02
HARD_SPACES = 0.05
NO_PATH = 0.15


def disturb(example: Example, rng: random.Random) -> Example:
    """Return the example, now and then disturbed."""
    passage = example.passage
    text = passage.text
    is_title = passage.section is SectionName.TITEL
    if rng.random() < (CAPITALS_OF_TITLES if is_title else CAPITALS_OF_TITLES / 10):
        text = text.upper()
    elif rng.random() < SMALL_LETTERS:
        text = text.lower()
    if rng.random() < HARD_SPACES:
        text = "".join("\u00a0" if letter == " " and rng.random() < 0.5 else letter for letter in text)
    if len(text) != len(passage.text):  # ß and the like grow
        text = passage.text
    path = () if rng.random() < NO_PATH else passage.path
    return replace(example, passage=replace(passage, text=text, path=path))
