"""The pipeline as a whole: which components, in which order."""

from pathlib import Path

import spacy
from spacy.language import Language

# Importing a component registers its factory with spaCy.
from pipeline.entities import (
    amounts,
    consistency,
    dates,
    institutions,
    laws,
    municipalities,
    persons,
    resolve,
    tokenizer,
)

COMPONENTS = (amounts, consistency, dates, laws, municipalities, institutions, persons, resolve, tokenizer)


def assemble(folder: Path) -> Language:
    """Return the pipeline of rules, its registers read from `folder`."""
    nlp = spacy.blank("da", config={"nlp": {"tokenizer": {"@tokenizers": "sagsspor.minutes.v1"}}})
    nlp.add_pipe("danish_amounts")
    nlp.add_pipe("danish_dates")
    for name in ("laws", "municipalities", "institutions", "persons"):
        nlp.add_pipe(name, config={"folder": str(folder)})
    nlp.add_pipe("consistency")
    nlp.add_pipe("resolve")
    return nlp
