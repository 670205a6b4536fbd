"""The component `person_roles`: what a meeting says of its persons, on every mention of each.

`span._.role` and `span._.organisation` of the persons in `doc.ents` hold it; both are empty
where the meeting does not say it.
"""

from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.domain import Label
from pipeline.entities.candidates import Candidate, candidate, exact, text_of
from pipeline.entities.roles import Post, Posts


@Language.factory("person_roles", requires=["doc.ents"], assigns=["span._.role", "span._.organisation"])
def make_person_roles(nlp: Language, name: str) -> "PersonRoles":
    """Return the component; it gives spans the two extensions that it writes."""
    for extension in ("role", "organisation"):
        if not Span.has_extension(extension):
            Span.set_extension(extension, default="")
    return PersonRoles()


class PersonRoles:
    """Writes each person's role and organisation; `pipe` tells them from all its Docs, a meeting's."""

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with what it says of its own persons."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 0) -> Iterator[Doc]:
        """Yield the Docs of one meeting, each with what all of them say of its persons."""
        docs = list(stream)
        told = [_told(doc) for doc in docs]
        posts = _by_person([pair for pairs in told for pair in pairs])
        for doc, pairs in zip(docs, told, strict=True):
            own = {person.start: post for person, post in pairs}
            for ent in doc.ents:
                if ent.label_ == Label.PERSON:
                    post = own[exact(ent)[0]].filled(posts[ent.kb_id_])
                    ent._.role, ent._.organisation = post.role, post.organisation
            yield doc


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
