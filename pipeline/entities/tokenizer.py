"""A tokenizer that never joins what a mention may cut: letters, digits and signs stand apart.

spaCy's own Danish tokenizer keeps "4/9-15", "§107", "2024–2027" and "12kr" whole, so that
a mention inside them has no span; it is also ten times slower on minutes.
"""

import re
from typing import Any

from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

TOKEN = re.compile(r"[^\W\d_]+|\d+|\S|\s+")


@registry.tokenizers("sagsspor.minutes.v1")  # type: ignore[untyped-decorator]
def create_minutes_tokenizer() -> Any:
    """Return what spaCy's config asks for: a function that makes the tokenizer of an nlp."""
    return lambda nlp: MinutesTokenizer(nlp.vocab)


class MinutesTokenizer(DummyTokenizer):
    """Cuts text into runs of letters, runs of digits, and single signs.

    >>> tokenizer = MinutesTokenizer(Vocab())
    >>> [token.text for token in tokenizer("Jf. §107 pr. 4/9-15")]
    ['Jf', '.', '§', '107', 'pr', '.', '4', '/', '9', '-', '15']
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return `text` cut into tokens; joined, they are `text` again."""
        words: list[str] = []
        spaces: list[bool] = []
        for piece in TOKEN.findall(text):
            if piece == " " and words and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)
