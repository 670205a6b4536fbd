"""The review: questions to a person about what is most worth checking, and the replies, in the log.

Questions concern themes of items, in the order of `queue`, or uncertain links. Nothing
that was answered or skipped is asked again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.app.answers import shorten
from pipeline.app.queue import Candidate, Decision, Ground, ItemVectors, QueueEntry, review_queue
from pipeline.app.session import Session
from pipeline.archive import StoredItem
from pipeline.discussions import read_meeting
from pipeline.domain import (
    Change,
    Correction,
    Link,
    LinkChange,
    Skipped,
    SkippedLink,
    TaggedItem,
    ThemeChange,
    ThemeScore,
    danish_decimal,
)
from pipeline.encoder import Floats, split_by_item
from pipeline.themes.card import ThemeCard
from pipeline.themes.store import read_card
from pipeline.themes.versions import served_folder
from pipeline.themes.words import ThemeWords

NEWEST = 20
"""Number of meetings whose links are asked about: the newest, which people still read."""
SURE = 0.9
"""Links with this score are nearly always right; nobody is asked about them."""
_QUOTE = 700


class Reply(StrEnum):
    """What a person may reply."""

    YES = "yes"
    NO = "no"
    OPEN = "open"
    """Skipped: nothing changes, and it is not asked again."""


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

    def change(self, reply: Reply) -> Change:
        """Return what is written into the log."""
        if reply is Reply.OPEN:
            return Skipped(theme=self.theme)
        return ThemeChange(theme=self.theme, assigned=reply is Reply.YES)


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

    def change(self, reply: Reply) -> Change:
        """Return what is written into the log."""
        if reply is Reply.OPEN:
            return SkippedLink(earlier=self.earlier)
        return LinkChange(earlier=self.earlier, kept=reply is Reply.YES)


Question = ThemeQuestion | LinkQuestion


def keep_reply(session: Session, question: Question, reply: Reply, by: str) -> Correction:
    """Write a reply into the log, also one that agrees with the model, and put it into force."""
    signature = session.sign(by, f"gennemgang: {question.reason}")
    (entry,) = session.archive.correct(question.item, [question.change(reply)], signature)
    return entry


def link_questions(session: Session, limit: int) -> tuple[LinkQuestion, ...]:
    """Return the least certain links of the newest meetings."""
    done = {
        (item_id, entry.change.earlier)
        for item_id, entry in session.archive.in_force()
        if isinstance(entry.change, LinkChange | SkippedLink)
    }
    newest = [stored.id for stored in session.archive.meetings()][-NEWEST:]
    uncertain = [
        (document.item_id, link)
        for meeting in session.watch("Læser", newest)
        for document in read_meeting(session.archive, meeting)
        for link in session.finder.to_document(document)
        if link.score < SURE and (document.item_id, link.item_id) not in done
    ]
    uncertain.sort(key=lambda pair: (pair[1].score, pair[0], pair[1].item_id))
    return tuple(_link_question(item_id, link) for item_id, link in uncertain[:limit])


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
    words = {theme.name: ThemeWords(theme) for theme in session.register}
    card = read_card(served_folder(session.config.themes.model))
    decisions, done = _decisions(session)
    candidates, means = list[Candidate](), dict[str, Floats]()
    encoder = next(iter(session.archive.stats().encoders), None)  # of one, or they cannot be compared
    for meeting in session.watch("Læser", [stored.id for stored in session.archive.meetings()]):
        items = session.archive.minutes(meeting).items
        vectors = session.archive.vectors(meeting, encoder=encoder).matrix
        means |= _means(items, vectors)
        about = (candidate for one in items for candidate in _candidates(one, words, card))
        candidates += [one for one in about if (one.item_id, one.theme) not in done]
    queue = review_queue(candidates, decisions, ItemVectors.of(means), limit)
    return tuple(_theme_question(session, entry, words[entry.about.theme]) for entry in queue)


def _means(items: Sequence[TaggedItem], vectors: Floats) -> dict[str, Floats]:
    """Return the mean of each item's part of a meeting's vectors; an item without passages has none."""
    encoded = split_by_item([one.item for one in items], [one.passages for one in items], vectors)
    return {one.item.id: one.vectors.mean(axis=0) for one in encoded if one.passages}


def _decisions(session: Session) -> tuple[list[Decision], set[tuple[str, str]]]:
    """Return what was decided, and each item and theme that was answered or skipped."""
    changes: dict[tuple[str, str], ThemeChange] = {}
    done = set[tuple[str, str]]()
    for item_id, entry in session.archive.in_force():
        if isinstance(entry.change, ThemeChange | Skipped):
            done.add((item_id, entry.change.theme))
        if isinstance(entry.change, ThemeChange):
            changes[item_id, entry.change.theme] = entry.change
    decisions = [
        Decision(
            item_id=item_id,
            theme=theme,
            assigned=change.assigned,
            surprising=_assigned(session, item_id, theme) != change.assigned,
        )
        for (item_id, theme), change in changes.items()
    ]
    return decisions, done


def _assigned(session: Session, item_id: str, theme: str) -> bool:
    scores = session.archive.opinion(item_id).themes
    return any(score.theme == theme and score.assigned for score in scores)


def _candidates(tagged: TaggedItem, words: dict[str, ThemeWords], card: ThemeCard) -> Iterator[Candidate]:
    scores = {score.theme: score for score in tagged.themes}
    for theme, own in words.items():
        if theme in scores:
            yield _candidate(tagged, scores[theme], own, card)


def _candidate(tagged: TaggedItem, score: ThemeScore, words: ThemeWords, card: ThemeCard) -> Candidate:
    text = "\n".join((tagged.item.title, *(passage.text for passage in tagged.passages)))
    return Candidate(
        item_id=tagged.item.id,
        theme=score.theme,
        probability=score.probability,
        assigned=score.assigned,
        threshold=card.thresholds.get(score.theme, card.zero_shot_threshold),
        band=card.bands.get(score.theme, card.zero_shot_band),
        words=len({match.pattern for match in words.find(text).terms}),
    )


def _theme_question(session: Session, entry: QueueEntry, words: ThemeWords) -> ThemeQuestion:
    about, stored = entry.about, session.archive.item(entry.about.item_id)
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
