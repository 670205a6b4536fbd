"""The kinds of mention, one row each: nothing else in the program knows the list.

A package adds a kind as spaCy lets it add a component, by an entry point of the group
`sagsspor_kinds` that names its row; `add_kind` adds one in a running program. The kind's
component puts its spans in `doc.spans[<name of the component>]`, with the code as label and
the norm as `kb_id_`.
"""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Any, ClassVar, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What the program knows of one kind of mention."""

    code: str
    """As JSON and the archive have it."""
    name: str
    """What users see, in Danish."""
    plural: str
    colour: str
    """Of its mentions on a page, as CSS writes it."""
    component: str
    """The spaCy component that finds it, and makes norms of words."""
    example: str
    """Norms, for those who must write one."""
    norm: str = r".*\S.*"
    """The pattern that norms have."""
    norm_from_words: bool = True
    """Whether words that the component cannot read may be the norm as they stand."""
    shown_by_norm: bool = True
    """Whether lists show the norm, not the words."""
    filtered: bool = False
    """Whether items are asked for by the names of this kind."""
    suffix: str = ""
    """A last word of names that need not be given; where there is none, the end of a name is enough."""
    learnt: bool = False
    """Whether the trained tagger has a class of it."""


class Label(str):
    """The code of a kind of mention; one object for each kind, so that `is` compares.

    >>> Label("PERSON") is Label.PERSON, Label.PERSON.kind.name
    (True, 'Person')

    Raises:
        ValueError: there is no such kind.
    """

    __slots__ = ()
    MUNICIPALITY: ClassVar["Label"]
    PERSON: ClassVar["Label"]
    INSTITUTION: ClassVar["Label"]
    AMOUNT: ClassVar["Label"]
    DATE: ClassVar["Label"]
    LAW: ClassVar["Label"]

    def __new__(cls, code: str) -> Self:
        """Return the label with this code."""
        if code not in _KINDS and code not in labels():
            raise ValueError(f"{code!r} is no kind of mention")
        label: Self = _LABELS.setdefault(code, super().__new__(cls, code))
        return label

    @property
    def kind(self) -> Kind:
        """What the program knows of it."""
        return _KINDS[self]

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Tell pydantic that it is a text in JSON, and one of the codes."""
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema())


_KINDS: dict[str, Kind] = {}
_LABELS: dict[str, Any] = {}


def add_kind(kind: Kind) -> Label:
    """Make a kind known, shown after those that are, and return its label."""
    _KINDS[kind.code] = kind
    return Label(kind.code)


def labels() -> tuple[Label, ...]:
    """Return the label of every kind, in the order they are shown."""
    _add_installed()
    return tuple(Label(code) for code in _KINDS)


@cache
def _add_installed() -> None:
    for point in sorted(entry_points(group="sagsspor_kinds"), key=lambda point: point.name):
        add_kind(point.load())


Label.MUNICIPALITY = add_kind(
    Kind(
        code="MUNICIPALITY",
        name="Kommune",
        plural="Kommuner",
        colour="#1f6f4a",
        component="municipalities",
        example="Ærø Kommune",
        norm=r"\S.* (?:Kommune|Regionskommune)",
        norm_from_words=False,
        filtered=True,
        suffix="Kommune",
        learnt=True,
    )
)
Label.PERSON = add_kind(
    Kind(
        code="PERSON",
        name="Person",
        plural="Personer",
        colour="#7a3e9d",
        component="persons",
        example="Lise Holm",
        filtered=True,
        learnt=True,
    )
)
Label.INSTITUTION = add_kind(
    Kind(
        code="INSTITUTION",
        name="Institution",
        plural="Institutioner",
        colour="#1d5fa8",
        component="institutions",
        example="Socialtilsyn Syd",
        filtered=True,
        learnt=True,
    )
)
Label.AMOUNT = add_kind(
    Kind(
        code="AMOUNT",
        name="Beløb",
        plural="Beløb",
        colour="#8a5a00",
        component="danish_amounts",
        example="6100000",
        norm=r"-?[0-9]+(?:\.[0-9]+)?",
        norm_from_words=False,
        shown_by_norm=False,
        learnt=True,
    )
)
_DAY = r"(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?"
_MOMENT = rf"(?:[0-9]{{4}}|XXXX)(?:-(?:Q[1-4]|H[12]|W[0-9]{{2}}|{_DAY}))?~?"
Label.DATE = add_kind(
    Kind(
        code="DATE",
        name="Dato",
        plural="Datoer",
        colour="#a3344a",
        component="danish_dates",
        example="2023-01-20, 2023-05, 2024-Q1 or 2023-03-09/2023-03-10",
        norm=rf"{_MOMENT}(?:/{_MOMENT})?",
        norm_from_words=False,
        shown_by_norm=False,
        learnt=True,
    )
)
Label.LAW = add_kind(
    Kind(
        code="LAW",
        name="Lovhenvisning",
        plural="Lovhenvisninger",
        colour="#4a5568",
        component="laws",
        example="serviceloven § 101",
    )
)
BUILT_IN = tuple(Label(code) for code in _KINDS)
"""Those of the program itself."""
