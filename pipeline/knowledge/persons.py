"""The register of first names, by which a person's name is known from other names."""

from pathlib import Path

from pipeline.knowledge.rows import read_rows

FILE = "first_names.csv"


def read_first_names(folder: Path) -> frozenset[str]:
    """Return the first names of `first_names.csv` in `folder`.

    Raises:
        KnowledgeError: the file is not as data/knowledge/README.md says.

    """
    return frozenset(row.required("name") for row in read_rows(folder / FILE, ("name",)))
