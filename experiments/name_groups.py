"""Whether persons are found whatever names they bear: the corpus with the names of one group at a time.

    .venv/bin/python experiments/name_groups.py

Prints, for each group, how many of the persons' mentions are found exactly, with the
rules and the trained tagger together, as minutes are tagged in daily use.
"""

import random
from dataclasses import dataclass

from pipeline.config import home, load_config
from pipeline.domain import Label
from pipeline.minutes import Document
from pipeline.process import Processor
from pipeline.training.corpus import CorpusMeeting, read_corpus
from pipeline.training.publish import publish
from pipeline.training.tagger.names import Renaming, norms, rename


@dataclass(frozen=True, slots=True, kw_only=True)
class NameGroup:
    """Names that are borne together."""

    name: str
    first_names: tuple[str, ...]
    surnames: tuple[str, ...]


GROUPS = (
    NameGroup(
        name="Danish women",
        first_names=("Anne", "Kirsten", "Mette", "Hanne", "Inger", "Sofie", "Freja", "Bodil", "Gudrun"),
        surnames=("Nielsen", "Jensen", "Østergaard", "Kjær", "Lund", "Bæk", "Åkjær", "Thygesen", "Holm"),
    ),
    NameGroup(
        name="Danish men",
        first_names=("Peter", "Lars", "Søren", "Jørgen", "Bjørn", "Aage", "Villads", "Storm", "Poul", "Keld"),
        surnames=("Pedersen", "Madsen", "Møller", "Skov", "Bro", "Winther", "Juul", "Dam", "Krogh", "Bjerre"),
    ),
    NameGroup(
        name="Muslim women",
        first_names=("Fatima", "Aisha", "Leyla", "Zeynep", "Amina", "Samira", "Noor", "Khadija", "Shirin"),
        surnames=("Hassan", "Yilmaz", "Ali", "Warsame", "Hussein", "Öztürk", "Rahimi", "Çelik", "Haddad"),
    ),
    NameGroup(
        name="Muslim men",
        first_names=("Mohammed", "Ahmad", "Omar", "Yusuf", "Ibrahim", "Mehmet", "Abdi", "Reza", "Bilal"),
        surnames=("Ahmed", "Kaya", "Abdullahi", "Karimi", "El-Amin", "Malik", "Demir", "Osman", "Nasser"),
    ),
    NameGroup(
        name="Eastern European",
        first_names=("Agnieszka", "Piotr", "Oksana", "Dragan", "Svetlana", "Tomasz", "Ioana", "Andrei"),
        surnames=("Kowalska", "Nowak", "Shevchenko", "Jovanović", "Ivanova", "Wiśniewski", "Popescu"),
    ),
    NameGroup(
        name="Asian",
        first_names=("Linh", "Minh", "Priya", "Rajesh", "Mei", "Hiroshi", "Sunita", "Arjun", "Thuy", "Chen"),
        surnames=("Nguyen", "Tran", "Singh", "Sharma", "Wang", "Tanaka", "Pham", "Patel", "Sivakumar", "Lee"),
    ),
    NameGroup(
        name="Greenlandic and Faroese",
        first_names=("Aviaja", "Naja", "Ivalo", "Inuk", "Jógvan", "Rannvá", "Tórður", "Barbara", "Aqqaluk"),
        surnames=("Kleist", "Olsvig", "Motzfeldt", "Lynge", "Heilmann", "Joensen", "Hammond", "Petersen"),
    ),
)  # fmt: skip


def renamed(meeting: CorpusMeeting, group: NameGroup) -> CorpusMeeting:
    """The meeting, every person in it with names of the group."""
    dice = random.Random(f"{group.name} {meeting.path.name}")  # noqa: S311 - dice, not secrets
    persons = {}
    for norm in norms(meeting, Label.PERSON):
        first, *others = norm.split()
        persons[first] = dice.choice(group.first_names)
        persons |= {other: dice.choice(group.surnames) for other in others if "." not in other}
    return rename(meeting, Renaming(persons=persons, towns={}, bodies={}, regions={}))


def counts(processor: Processor, meeting: CorpusMeeting) -> tuple[int, int, int]:
    """How many mentions of persons there are, were found, and were found rightly."""
    form = "municipal" if "Kommune" in meeting.meeting.committee else "web-2023"
    published = publish(meeting, form)
    tagged = processor.process(Document(name="a.txt", text=published.text)).tagged
    gold = {
        (entity.start, entity.end)
        for item in published.items
        for entity in item.entities
        if entity.label is Label.PERSON
    }
    found = {
        (entity.start, entity.end)
        for item in tagged.items
        for entity in item.entities
        if entity.label is Label.PERSON
    }
    return len(gold), len(found), len(gold & found)


def main() -> None:
    """Print one line a group."""
    processor = Processor(load_config())
    meetings = read_corpus(home() / "data" / "corpus")[::4]
    for group in GROUPS:
        rows = [counts(processor, renamed(meeting, group)) for meeting in meetings]
        gold, found, right = (sum(column) for column in zip(*rows, strict=True))
        print(f"{group.name:26} recall {right / gold:.3f}  precision {right / found:.3f}  of {gold}")


if __name__ == "__main__":
    main()
