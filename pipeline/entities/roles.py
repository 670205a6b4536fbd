"""The component `person_roles`: what a meeting says of its persons, on every mention of each.

`span._.role` and `span._.organisation` of the persons in `doc.ents` hold it; both are empty
where the meeting does not say it. Danish puts it before the name ("Vejle Kommunes socialchef
Ane Due", "formand for Ældrerådet Bo Dam") or after it ("Ane Due, socialchef, Vejle Kommune").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate, Component, candidate, text_of
from pipeline.entities.words import LOWER, SPACE, UPPER, pattern

BODIES = frozenset({Label.MUNICIPALITY, Label.INSTITUTION})
NOUN = r"(?:%titles%|%roles%)"
PLURAL = r"(?:ere|erne|er|e|ne)"
SEVERAL = rf".*{NOUN}{PLURAL}"
ROLE = (
    rf"(?<![\w-])(?:(?i:ny|nye|den){SPACE})?(?:(?i:%title_kinds%){SPACE})?(?:{LOWER}+-{SPACE}og{SPACE})?"
    rf"(?i:[\w-]*?{NOUN})(?:{PLURAL}|e?n)?(?![\w-])"
)
NEW = re.compile(rf"(?:ny|nye|den){SPACE}", re.IGNORECASE)
ENDED = rf"(?P<base>.*?{NOUN})(?:{PLURAL}|e?n)?"
TIE = r"(?:i|for|af|fra|hos|ved|på)"
# After "formanden," in the definite form the name says who that is.
BEFORE = rf"(?P<role>{ROLE})(?:|:|(?<=en),){SPACE}$"
BEFORE_WITH_BODY = rf"(?P<role>{ROLE}){SPACE}{TIE}{SPACE}(?P<body>[^.;:\n]{{2,80}}?),?{SPACE}$"
OPENING = re.compile(rf",{SPACE}|{SPACE}?\(|{SPACE}[-–]{SPACE}?|\t+")
FROM = re.compile(rf"{SPACE}(?:fra|hos|ved){SPACE}")
# "Konsulent Ane Due i Vejle Kommune": after a role the small "i" tells of the post, not of a place.
IN = re.compile(rf"{SPACE}(?:fra|hos|ved|i|på){SPACE}")
IS = (
    rf"(?:,{SPACE}(?:der|som))?{SPACE}(?:er|bliver|blev|tiltræder){SPACE}(?:(?:valgt|udpeget|ansat|konstitueret){SPACE})?"
    rf"(?:(?:som|til){SPACE})?(?=(?:{ROLE})(?!{SPACE}{UPPER}))"
)
ONE_ROLE = rf"(?P<role>{ROLE})(?![\w-])"
# "direktør for Social og Børn, Vejle Kommune": a field that is no known body is passed over.
FIELD = re.compile(
    rf"{SPACE}(?:for|i|af|på){SPACE}(?!\s)[^,.;:()\n]{{2,60}}?(?=,|{SPACE}(?:i|hos|ved){SPACE}{UPPER})"
)
JOINT = re.compile(rf",?{SPACE}som{SPACE}|,{SPACE}|{SPACE}[-–]{SPACE}?|\t+|{SPACE}{TIE}{SPACE}|{SPACE}")
NEXT_BODY = re.compile(rf"{SPACE}(?:og|samt){SPACE}$")
LEADS_IN = re.compile(rf"(?::|{SPACE}(?:deltog|deltager|mødte|var|kom){LOWER}*:?){SPACE}?\s?$")
AND = re.compile(rf"(?:{SPACE}\([^()\n]{{0,40}}\))?(?:,{SPACE}|{SPACE}(?:og|samt){SPACE})")
REACH = 110


@Language.factory("person_roles", requires=["doc.ents"], assigns=["span._.role", "span._.organisation"])
def make_person_roles(nlp: Language, name: str) -> "PersonRoles":
    """Return the component; it gives spans the two extensions that it writes."""
    for extension in ("role", "organisation"):
        if not Span.has_extension(extension):
            Span.set_extension(extension, default="")
    return PersonRoles()


class PersonRoles(Component):
    """Writes each person's role and organisation."""

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Write what all the Docs of a meeting say of its persons."""
        told = [_told(doc) for doc in docs]
        posts = _by_person([pair for pairs in told for pair in pairs])
        for doc, pairs in zip(docs, told, strict=True):
            own = {person.start: post for person, post in pairs}
            for ent in doc.ents:
                if ent.label_ == Label.PERSON:
                    post = own[ent.start_char].filled(posts[ent.kb_id_])
                    ent._.role, ent._.organisation = post.role, post.organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What is told of a person; what is not told is empty."""

    role: str = ""
    organisation: str = ""

    def filled(self, other: "Post") -> "Post":
        """Return the post with what it lacks taken from another."""
        return Post(role=self.role or other.role, organisation=self.organisation or other.organisation)


class Posts:
    """The posts of the persons in one text, by the mentions found in it."""

    def __init__(self, text: str, mentions: Sequence[Candidate]) -> None:
        self._text = text
        self._bodies = {one.start: one for one in mentions if one.label in BODIES}
        self._persons = {one.start: one for one in mentions if one.label == Label.PERSON}

    def told(self) -> Iterator[tuple[Candidate, Post]]:
        """Yield each person mention, and what the text around it tells."""
        shared = Post()
        last: Candidate | None = None
        for person in self._persons.values():
            before = self._before(person)
            # "For Region Syd deltog Ane Due og Bo Dam", "direktørerne Ane Due og Bo Dam".
            if last is None or not AND.fullmatch(self._text, last.end, person.start):
                shared = self._led_in(person).filled(self._plural(person, before))
            last = person
            yield person, self._after(person, before).filled(before).filled(shared)

    def _plural(self, person: Candidate, before: Post) -> Post:
        """Return the role where it is that of several: "socialcheferne"."""
        head = self._text[max(0, person.start - REACH) : person.start]
        match = pattern(BEFORE).search(head)
        return before if match and is_plural(match["role"]) else Post()

    def _before(self, person: Candidate) -> Post:
        head = self._text[max(0, person.start - REACH) : person.start]
        offset = person.start - len(head)
        if match := pattern(BEFORE).search(head):
            start = offset + match.start("role")
            return Post(role=plain_role(match["role"]), organisation=self._owner(start))
        match = pattern(BEFORE_WITH_BODY).search(head)
        if match is None:
            return Post()
        start, end = offset + match.start("body"), offset + match.end("body")
        bodies = [one for at, one in self._bodies.items() if start <= at and one.end <= end]
        crossed = any(start <= at < end for at in self._persons)
        if crossed or not bodies or bodies[-1].end != end:
            return Post()
        return Post(role=plain_role(match["role"]), organisation=_employer(bodies))

    def _owner(self, start: int) -> str:
        """Return the body in the genitive that ends before `start`: "Vejle Kommunes socialchef"."""
        for one in self._bodies.values():
            if one.end == start - 1 and self._text[one.end - 1] in "s'’":
                return one.norm
        return ""

    def _led_in(self, person: Candidate) -> Post:
        for one in self._bodies.values():
            between = self._text[one.end : person.start]
            if 0 < len(between) < 24 and LEADS_IN.fullmatch(between):
                return Post(organisation=one.norm)
        return Post()

    def _after(self, person: Candidate, before: Post) -> Post:
        text, end = self._text, person.end
        tie = IN if before.role else FROM
        opening = pattern(IS).match(text, end) or OPENING.match(text, end) or tie.match(text, end)
        if opening is None:
            return Post()
        role, bodies, at = "", list[Candidate](), opening.end()
        for _ in range(4):
            if not role and (match := self._role(at)):
                role, at = plain_role(match["role"]), match.end()
                if field := FIELD.match(text, at):
                    at = at if self._body_after_joint(at) else field.end()
            elif body := self._bodies.get(at):
                bodies.append(body)
                at = body.end
            else:
                break
            joint = JOINT.match(text, at)
            if joint is None:
                break
            at = joint.end()
        if bodies and not role and self._is_list(bodies[-1]):
            return Post()
        return Post(role=role, organisation=_employer(bodies))

    def _role(self, at: int) -> re.Match[str] | None:
        """Return the role that stands at `at`, if it is not that of the next person."""
        match = pattern(ONE_ROLE).match(self._text, at)
        followed = match and any(at in self._persons for at in range(match.end(), match.end() + 3))
        return None if followed else match

    def _body_after_joint(self, at: int) -> bool:
        joint = JOINT.match(self._text, at)
        return joint is not None and joint.end() in self._bodies

    def _is_list(self, body: Candidate) -> bool:
        """Tell whether a body is one of a list, and not a person's: "Ane Due, KL og Danske Regioner"."""
        return any(
            NEXT_BODY.fullmatch(self._text, body.end, at)
            for at in self._bodies
            if body.end < at < body.end + 8
        )


def _employer(bodies: Sequence[Candidate]) -> str:
    """Return whom somebody works for among a department and its municipality or region."""
    whole = [one for one in bodies if one.label == Label.MUNICIPALITY or one.norm.startswith("Region ")]
    return (whole or list(bodies))[0].norm if bodies else ""


def _told(doc: Doc) -> list[tuple[Candidate, Post]]:
    return list(Posts(text_of(doc), [candidate(ent) for ent in doc.ents]).told())


def _by_person(told: Sequence[tuple[Candidate, Post]]) -> dict[str, Post]:
    """Return what is told of each name, a short name's from the one person who bears it."""
    posts: dict[str, Post] = {}
    for person, post in told:
        posts[person.norm] = posts.get(person.norm, Post()).filled(post)
    full = [name for name in posts if " " in name]
    for short in [name for name in posts if " " not in name]:
        bearers = [name for name in full if short in name.split(" ")]
        if len(bearers) == 1:
            both = posts[short].filled(posts[bearers[0]])
            posts[short] = posts[bearers[0]] = both
    return posts


def plain_role(written: str) -> str:
    """Return a role in its base form, in small letters.

    >>> plain_role("Socialdirektørerne"), plain_role("nye ledende overlæge"), plain_role("IT-chefen")
    ('socialdirektør', 'ledende overlæge', 'IT-chef')
    """
    words = " ".join(NEW.sub("", written, count=1).split())
    match = pattern(ENDED, re.IGNORECASE).fullmatch(words)
    base = match["base"] if match else words
    return base if base[1:2].isupper() else base[:1].lower() + base[1:]


def is_plural(written: str) -> bool:
    """Tell whether a role is that of several.

    >>> is_plural("socialcheferne"), is_plural("socialchefen")
    (True, False)
    """
    return pattern(SEVERAL, re.IGNORECASE).fullmatch(written) is not None
