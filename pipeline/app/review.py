"""The review: questions to a person about what is most worth checking, and the replies, in the log.

Questions concern themes of items, in the order of `queue`, uncertain links, or mentions
(`mention_doubts`). Nothing that was answered or skipped is asked again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.app.answers import shorten
from pipeline.app.candidates import Pool
from pipeline.app.changes import Edit, MentionEdit
from pipeline.app.corrections import correct
from pipeline.app.log import Key, answered
from pipeline.app.mention_doubts import MentionQuestion
from pipeline.app.queue import Decision, Ground, ItemVectors, QueueEntry, Reply, review_queue
from pipeline.app.session import Session
from pipeline.archive import StoredItem
from pipeline.discussions import read_meeting
from pipeline.domain import (
    Correction,
    EntityAction,
    Link,
    LinkChange,
    Skipped,
    SkippedLink,
    SkippedMention,
    ThemeChange,
    danish_decimal,
)
from pipeline.themes.words import ThemeWords

NEWEST = 20
"""Number of meetings whose links are asked about: the newest, which people still read."""
SURE = 0.9
"""Links with this score are nearly always right; nobody is asked about them."""
_QUOTE = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeQuestion:
    """Is the item about the theme?"""

    item: str
    title: str
    question: str
    """In Danish, as `reason` is."""
    theme: str
    probability: float
    assigned: bool
    """By the model."""
    threshold: float
    ground: Ground
    reason: str
    """Why it is asked."""
    evidence: str
    """The passage that is the strongest evidence for the theme."""
    terms: tuple[str, ...]
    """The words of the evidence that are in the word list of the theme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkQuestion:
    """Is the earlier item that is shown for an item related to it?"""

    item: str
    earlier: str
    title: str
    """Of the earlier item."""
    question: str
    """In Danish, as `reason` is."""
    score: float
    reason: str
    """Why it is asked."""
    reasons: tuple[str, ...]
    """Why the earlier item is shown."""

    @property
    def key(self) -> Key:
        """What it is about."""
        return self.item, self.earlier


Question = ThemeQuestion | LinkQuestion | MentionQuestion


def keep_reply(session: Session, question: Question, reply: Reply, by: str) -> Correction:
    """Write a reply into the log, also one that agrees with the model, and put it into force."""
    signature = session.sign(by, f"gennemgang: {question.reason}")
    (entry,) = correct(session, question.item, [_edit(question, reply)], signature)
    return entry


def _edit(question: Question, reply: Reply) -> Edit:
    match question:
        case ThemeQuestion():
            return theme_reply(question.theme, reply)
        case LinkQuestion():
            return link_reply(question.earlier, reply)
        case MentionQuestion():
            return mention_reply(question.as_marked, reply)


def theme_reply(theme: str, reply: Reply) -> Edit:
    """Return what a reply about a theme corrects; what is left open is not asked again."""
    if reply is Reply.OPEN:
        return Skipped(theme=theme)
    return ThemeChange(theme=theme, assigned=reply is Reply.YES)


def link_reply(earlier: str, reply: Reply) -> Edit:
    """Return what a reply about an earlier item corrects."""
    if reply is Reply.OPEN:
        return SkippedLink(earlier=earlier)
    return LinkChange(earlier=earlier, kept=reply is Reply.YES)


def mention_reply(as_marked: MentionEdit, reply: Reply) -> Edit:
    """Return what a reply about a mention corrects; `as_marked` says that it is what it is marked as."""
    if reply is Reply.OPEN:
        return SkippedMention(start=as_marked.at or 0, text=as_marked.text)
    if reply is Reply.YES:
        return as_marked
    return MentionEdit(action=EntityAction.REMOVE, text=as_marked.text, at=as_marked.at)


def link_questions(session: Session, limit: int) -> tuple[LinkQuestion, ...]:
    """Return the least certain links of the newest meetings."""
    done = answered(session.archive)
    return tuple([one for one in uncertain_links(session) if one.key not in done][:limit])


def uncertain_links(session: Session) -> tuple[LinkQuestion, ...]:
    """Return the links of the newest meetings that are not sure, answered or not, the least certain first."""
    newest = [stored.id for stored in session.archive.meetings()][-NEWEST:]
    uncertain = [
        (document.item_id, link)
        for meeting in session.watch("Læser", newest)
        for document in read_meeting(session.archive, meeting)
        for link in session.finder.to_document(document)
        if link.score < SURE
    ]
    uncertain.sort(key=lambda pair: (pair[1].score, pair[0], pair[1].item_id))
    return tuple(_link_question(item_id, link) for item_id, link in uncertain)


def _link_question(item_id: str, link: Link) -> LinkQuestion:
    return LinkQuestion(
        item=item_id,
        earlier=link.item_id,
        title=link.title,
        question="Hører det tidligere punkt til her?",
        score=round(link.score, 4),
        reason=f"vist med {danish_decimal(link.score)}",
        reasons=tuple(reason.text for reason in link.reasons),
    )


def theme_questions(session: Session, limit: int) -> tuple[ThemeQuestion, ...]:
    """Return the questions about themes, the most useful first."""
    pool = Pool(session)
    pool.follow()
    return tuple(theme_question(session, entry, pool.words) for entry in theme_queue(session, pool, limit))


def theme_queue(session: Session, pool: Pool, limit: int) -> tuple[QueueEntry, ...]:
    """Return what to ask about themes, the most useful first; a question is made of it when it is asked."""
    done = answered(session.archive)
    candidates = [one for one in pool.candidates() if (one.item_id, one.theme) not in done]
    return review_queue(candidates, _decisions(session), ItemVectors.of(pool.means()), limit)


def _decisions(session: Session) -> list[Decision]:
    """Return the last word on each item and theme."""
    last = {
        (item_id, entry.change.theme): entry.change.assigned
        for item_id, entry in session.archive.in_force(ThemeChange)
        if isinstance(entry.change, ThemeChange)
    }
    return [
        Decision(
            item_id=item_id,
            theme=theme,
            assigned=assigned,
            surprising=_assigned(session, item_id, theme) != assigned,
        )
        for (item_id, theme), assigned in last.items()
    ]


def _assigned(session: Session, item_id: str, theme: str) -> bool:
    scores = session.archive.opinion(item_id).themes
    return any(score.theme == theme and score.assigned for score in scores)


def theme_question(session: Session, entry: QueueEntry, known: Mapping[str, ThemeWords]) -> ThemeQuestion:
    """Return what a person is asked about an item and a theme."""
    about, stored, words = entry.about, session.archive.item(entry.about.item_id), known[entry.about.theme]
    evidence = shorten(strongest_evidence(stored, about.theme, words), _QUOTE)
    return ThemeQuestion(
        item=about.item_id,
        title=stored.tagged.item.title,
        question=f"Handler punktet om {words.theme.label.lower()}?",
        theme=about.theme,
        probability=about.probability,
        assigned=about.assigned,
        threshold=about.threshold,
        ground=entry.ground,
        reason=entry.reason,
        evidence=evidence,
        terms=tuple(evidence[match.start : match.end] for match in words.find(evidence).terms),
    )


def strongest_evidence(stored: StoredItem, theme: str, words: ThemeWords) -> str:
    """Return the strongest evidence for a theme: the model's, else the first passage with a word of its list.

    Where there is neither, the longest passage.
    """
    passages = stored.tagged.passages
    for score in stored.tagged.themes:
        if score.theme == theme and score.evidence:
            return stored.quote(score.evidence[0].start, score.evidence[0].end)
    for passage in passages:
        if words.find(passage.text).terms:
            return passage.text
    longest = max(passages, key=lambda passage: len(passage.text), default=None)
    return longest.text if longest else stored.tagged.item.title
