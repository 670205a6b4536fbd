"""One question about a link after the other: both items and the reasons shown, answered by a key, kept."""

from collections.abc import Sequence
from typing import Any

import typer

from pipeline.archive import Archive, StoredItem
from pipeline.cli.asking import KEYS, NO, SKIP, STOP, YES, key_of_answer, wrapped
from pipeline.cli.correcting import sign
from pipeline.config import Config
from pipeline.domain import danish_date, danish_decimal
from pipeline.reviewing_links import LinkQuestion, LinkReviewer


def ask_links(
    archive: Archive, reviewer: LinkReviewer, questions: Sequence[LinkQuestion], config: Config, by: str
) -> dict[str, int]:
    """Ask until all is answered or the person stops; return how often each key was the answer."""
    count = dict.fromkeys((YES, NO, SKIP), 0)
    for number, question in enumerate(questions, start=1):
        earlier = archive.item(question.link.item_id)
        typer.secho(f"\n── {number} af {len(questions)}", fg="cyan")
        _show(archive.item(question.item_id), "")
        _show(earlier, "Vises som tidligere drøftet: ")
        for reason in question.link.reasons:
            typer.echo(wrapped(reason.text, "  · "))
        key = key_of_answer(earlier, _asked(question))
        if key == STOP:
            break
        signature = sign(config, by, f"gennemgang: vist med {danish_decimal(question.link.score)}")
        if key == SKIP:
            reviewer.skip(question, signature)
        else:
            reviewer.answer(question, yes=key == YES, signature=signature)
        count[key] += 1
    return count


def link_question_to_json(question: LinkQuestion) -> dict[str, Any]:
    """Return a question as `--json` lists it."""
    return {
        "item": question.item_id,
        "earlier": question.link.item_id,
        "title": question.link.title,
        "score": round(question.link.score, 4),
        "reasons": [reason.text for reason in question.link.reasons],
    }


def _show(stored: StoredItem, lead: str) -> None:
    item = stored.tagged.item
    typer.secho(wrapped(f"{lead}{item.number}. {item.title}", ""), bold=True)
    typer.secho(f"{stored.meeting.committee}, {danish_date(stored.meeting.date)} · {item.id}", dim=True)


def _asked(question: LinkQuestion) -> str:
    asked = typer.style("Hører det tidligere punkt til her?", bold=True, fg="yellow")
    typed = "  ".join(f"[{typer.style(key, bold=True)}] {name}" for key, name in KEYS.items())
    line = f"{asked}  Vist med {danish_decimal(question.link.score)}.\n{typed}"
    typer.echo(line)
    return line
