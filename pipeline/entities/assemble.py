"""The pipeline as a whole: which components, in which order."""

from pathlib import Path

import spacy
from spacy.language import Language

from pipeline.domain import labels

# Importing a component registers its factory with spaCy.
from pipeline.entities import (
    amounts,
    consistency,
    dates,
    institutions,
    laws,
    municipalities,
    person_roles,
    persons,
    resolve,
    second_opinion,
    tagger,
    tokenizer,
)

COMPONENTS = (
    amounts, consistency, dates, laws, municipalities, institutions, person_roles, persons, resolve,
    second_opinion, tagger, tokenizer,
)  # fmt: skip


def assemble(folder: Path, trained: Path | None = None) -> Language:
    """Return the pipeline of rules, its registers read from `folder`, and of the tagger in `trained`."""
    nlp = spacy.blank("da", config={"nlp": {"tokenizer": {"@tokenizers": "sagsspor.minutes.v1"}}})
    for component in dict.fromkeys(label.kind.component for label in labels()):
        reads_registers = "folder" in (nlp.get_factory_meta(component).default_config or {})
        nlp.add_pipe(component, config={"folder": str(folder)} if reads_registers else {})
    if trained is not None:
        nlp.add_pipe("minutes_tagger", config={"model": str(trained)})
        nlp.add_pipe("second_opinion")
    nlp.add_pipe("consistency")
    nlp.add_pipe("resolve")
    nlp.add_pipe("person_roles")
    return nlp
