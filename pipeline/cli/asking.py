"""One question of the review after the other: shown, answered by a key, kept."""

import shutil
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import typer

from pipeline.archive import Archive, StoredItem
from pipeline.cli.correcting import sign
from pipeline.cli.display import shorten
from pipeline.config import Config
from pipeline.corrections.queue import Question
from pipeline.domain import Signature, danish_date, danish_decimal
from pipeline.errors import SagssporError
from pipeline.knowledge import ThemeDefinition
from pipeline.reviewing import Reviewer, strongest_evidence
from pipeline.themes.words import ThemeWords

YES, NO, SKIP, SHOW, STOP = "j", "n", "s", "v", "q"
KEYS = {YES: "ja", NO: "nej", SKIP: "spring over", SHOW: "vis hele punktet", STOP: "stop"}
_WIDEST = 96
_QUOTE = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What a question is shown with and its answer goes into."""

    archive: Archive
    reviewer: Reviewer
    register: Sequence[ThemeDefinition]

    def theme(self, question: Question) -> ThemeDefinition:
        """Return the theme that is asked about."""
        return next(theme for theme in self.register if theme.name == question.about.theme)

    def quote(self, question: Question, stored: StoredItem) -> str:
        """Return the strongest evidence, as one paragraph."""
        words = ThemeWords(self.theme(question))
        return shorten(strongest_evidence(stored, question.about.theme, words), _QUOTE)

    def to_json(self, question: Question) -> dict[str, Any]:
        """Return a question as `--json` lists it."""
        about, stored = question.about, self.archive.item(question.about.item_id)
        return {
            "item": about.item_id,
            "title": stored.tagged.item.title,
            "theme": about.theme,
            "probability": about.probability,
            "assigned": about.assigned,
            "threshold": about.threshold,
            "ground": question.ground.value,
            "reason": question.reason,
            "evidence": self.quote(question, stored),
        }


def ask(session: Session, questions: Sequence[Question], config: Config, by: str) -> dict[str, int]:
    """Ask until all is answered or the person stops; return how often each key was the answer."""
    count = dict.fromkeys((YES, NO, SKIP), 0)
    for number, question in enumerate(questions, start=1):
        stored = session.archive.item(question.about.item_id)
        _show(session, question, stored, f"{number} af {len(questions)}")
        key = key_of_answer(stored, _asked(session.theme(question), question))
        if key == STOP:
            break
        _keep(session.reviewer, question, key, sign(config, by, f"gennemgang: {question.reason}"))
        count[key] += 1
    return count


def _keep(reviewer: Reviewer, question: Question, key: str, signature: Signature) -> None:
    if key == SKIP:
        reviewer.skip(question, signature)
    else:
        reviewer.answer(question, yes=key == YES, signature=signature)


def _show(session: Session, question: Question, stored: StoredItem, place: str) -> None:
    about, theme, width = question.about, session.theme(question), _width()
    typer.secho(f"\n── {place} {'─' * max(width - len(place) - 4, 0)}", fg="cyan")
    typer.secho(wrapped(f"{stored.tagged.item.number}. {stored.tagged.item.title}", ""), bold=True)
    typer.secho(wrapped(f"{stored.meeting.committee}, {danish_date(stored.meeting.date)}", ""), dim=True)
    typer.secho(about.item_id, dim=True)
    quote = wrapped(session.quote(question, stored), "  │ ")
    typer.echo(f"\n{_marked(quote, ThemeWords(theme))}\n")
    typer.echo(_asked(theme, question))


def _asked(theme: ThemeDefinition, question: Question) -> str:
    """Return the question itself, why it is asked, and the keys."""
    asked = typer.style(f"Handler punktet om {theme.label.lower()}?", bold=True, fg="yellow")
    about = question.about
    said = f"Modellen siger {'ja' if about.assigned else 'nej'} ({danish_decimal(about.probability)})."
    why = typer.style(wrapped(f"Spørges, fordi {question.reason}.", ""), dim=True)
    keys = "  ".join(f"[{typer.style(key, bold=True)}] {name}" for key, name in KEYS.items())
    return f"{asked}  {said}\n{why}\n{keys}"


def key_of_answer(stored: StoredItem, asked: str) -> str:
    """Return the key of an answer; the whole item is shown on the way as often as asked for.

    Raises:
        SagssporError: nobody sits at a terminal.
    """
    while True:
        key = _pressed()
        if key == SHOW:
            lines = (wrapped(line, "  ") for line in stored.text.strip().splitlines())
            typer.echo("\n".join(["", *lines, "", asked]))
        elif key in KEYS:
            typer.secho(f"→ {KEYS[key]}", fg="green")
            return key


def _pressed() -> str:
    try:
        return typer.getchar().lower() or STOP
    except (EOFError, KeyboardInterrupt):
        return STOP
    except OSError as error:
        raise SagssporError(
            "review asks at a terminal, and there is none; `sagsspor review --json` lists the questions, "
            "`sagsspor correct` takes answers"
        ) from error


def tell(count: dict[str, int]) -> None:
    """Print how the review ended."""
    answered = count[YES] + count[NO]
    typer.echo(f"\n{answered} besvaret ({count[YES]} ja, {count[NO]} nej), {count[SKIP]} sprunget over.")
    typer.secho("`sagsspor corrections` viser svarene, `sagsspor review` spørger videre.", dim=True)


def _width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)


def wrapped(text: str, indent: str) -> str:
    """Return text in lines that fit the terminal."""
    return textwrap.fill(text, _width(), initial_indent=indent, subsequent_indent=indent)


def _marked(text: str, words: ThemeWords) -> str:
    """Return text with the words of the theme in bold."""
    parts, at = list[str](), 0
    for match in words.find(text).terms:
        parts += [text[at : match.start], typer.style(text[match.start : match.end], bold=True, fg="green")]
        at = match.end
    return "".join([*parts, text[at:]])
