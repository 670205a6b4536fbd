"""`sagsspor review`: one question after another, each answered by one key."""

import shutil
import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.app.door import printable
from pipeline.cli.shared import By, open_session, print_json, say, say_styled, warn_stale
from pipeline.domain import danish_date, danish_decimal
from pipeline.errors import SagssporError

if TYPE_CHECKING:  # numpy comes with them, which `sagsspor --help` goes without
    from pipeline.app.queue import Reply
    from pipeline.app.review import Question
    from pipeline.app.session import Session
    from pipeline.archive import StoredItem

Limit = Annotated[int, typer.Option(help="Most questions to ask.", min=1)]
Links = Annotated[bool, typer.Option("--links", help="Ask about uncertain links instead of themes.")]
Mentions = Annotated[bool, typer.Option("--mentions", help="Ask about doubtful mentions instead of themes.")]
ListAsJson = Annotated[bool, typer.Option("--json", help="List the questions as JSON instead of asking.")]

KEYS = {"j": "ja", "n": "nej", "s": "spring over", "v": "vis hele punktet", "q": "stop"}
_SHOW, _STOP = "v", "q"
_WIDEST = 96


def review(
    context: typer.Context,
    by: By = "",
    limit: Limit = 20,
    links: Links = False,
    mentions: Mentions = False,
    as_json: ListAsJson = False,
) -> None:
    """Ask about the items most worth checking; each answer is kept at once, so stop when you like."""
    if links and mentions:
        raise typer.BadParameter("ask about --links or --mentions, one at a time")
    with open_session(context.obj) as session:
        questions = _questions(session, limit, links=links, mentions=mentions)
        if as_json:
            print_json(questions)
        elif not questions:
            say("Der er intet at spørge om: alt er sikkert, besvaret eller sprunget over.")
        else:
            _ask_all(session, questions, by)


def _questions(session: "Session", limit: int, *, links: bool, mentions: bool) -> "tuple[Question, ...]":
    from pipeline.app.mention_doubts import doubtful_mentions
    from pipeline.app.review import link_questions, theme_questions

    if links:
        return link_questions(session, limit)
    if mentions:
        return doubtful_mentions(session, limit)
    warn_stale(session.stale())
    return theme_questions(session, limit)


def _ask_all(session: "Session", questions: "tuple[Question, ...]", by: str) -> None:
    """Ask until all questions are answered or the person stops; print how often each reply was given."""
    from pipeline.app.queue import Reply
    from pipeline.app.review import keep_reply

    count = dict.fromkeys(Reply, 0)
    for number, question in enumerate(questions, start=1):
        place = f"{number} af {len(questions)}"
        say(f"\n── {place} {'─' * max(_width() - len(place) - 4, 0)}", fg="cyan")
        reply = _ask(session, question)
        if reply is None:
            break
        keep_reply(session, question, reply, by)
        count[reply] += 1
    yes, no = count[Reply.YES], count[Reply.NO]
    say(f"\n{yes + no} besvaret ({yes} ja, {no} nej), {count[Reply.OPEN]} sprunget over.")
    say("`sagsspor corrections` viser svarene, `sagsspor review` spørger videre.", dim=True)


def _ask(session: "Session", question: "Question") -> "Reply | None":
    """Show a question; return the reply, None to stop."""
    from pipeline.app.mention_doubts import MentionQuestion
    from pipeline.app.review import LinkQuestion

    stored = session.archive.item(question.item)
    _show_item(stored, "")
    if isinstance(question, LinkQuestion):
        stored = session.archive.item(question.earlier)
        _show_item(stored, "Vises som tidligere drøftet: ")
        for reason in question.reasons:
            say(_wrapped(reason, "  · "))
        known = f"Vist med {danish_decimal(question.score)}."
    elif isinstance(question, MentionQuestion):
        around = "".join(text for text, _ in question.around)
        say_styled(f"\n{_marked(_wrapped(printable(around), '  │ '), (question.text,))}\n")
        known = f"Spørges, fordi {question.reason}."
    else:
        quote = _wrapped(printable(question.evidence), "  │ ")
        say_styled(f"\n{_marked(quote, question.terms)}\n")
        answer = "ja" if question.assigned else "nej"
        why = typer.style(_wrapped(printable(f"Spørges, fordi {question.reason}."), ""), dim=True)
        known = f"Modellen siger {answer} ({danish_decimal(question.probability)}).\n{why}"
    keys = "  ".join(f"[{typer.style(key, bold=True)}] {name}" for key, name in KEYS.items())
    prompt = f"{typer.style(printable(question.question), bold=True, fg='yellow')}  {known}\n{keys}"
    say_styled(prompt)
    return _reply(stored, prompt)


def _show_item(stored: "StoredItem", lead: str) -> None:
    item = stored.tagged.item
    say(_wrapped(f"{lead}{item.number}. {item.title}", ""), bold=True)
    say(f"{stored.meeting.committee}, {danish_date(stored.meeting.date)} · {item.id}", dim=True)


def _reply(stored: "StoredItem", prompt: str) -> "Reply | None":
    """Return the reply; the whole item is shown as often as the person asks for it.

    Raises:
        SagssporError: there is no terminal to ask at.
    """
    from pipeline.app.queue import Reply

    replies = {"j": Reply.YES, "n": Reply.NO, "s": Reply.OPEN}
    while True:
        key = _pressed()
        if key == _SHOW:
            lines = (_wrapped(line, "  ") for line in printable(stored.text).strip().splitlines())
            say_styled("\n".join(["", *lines, "", prompt]))
        elif key in KEYS:
            say(f"→ {KEYS[key]}", fg="green")
            return replies.get(key)


def _pressed() -> str:
    try:
        return typer.getchar().lower() or _STOP
    except (EOFError, KeyboardInterrupt):
        return _STOP
    except OSError as error:
        raise SagssporError("no-terminal") from error


def _width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)


def _wrapped(text: str, indent: str) -> str:
    """Return text in lines that fit the terminal."""
    return textwrap.fill(text, _width(), initial_indent=indent, subsequent_indent=indent)


def _marked(text: str, terms: tuple[str, ...]) -> str:
    """Return text with the words of the theme in bold."""
    from pipeline.app.answers import in_pieces

    pieces = in_pieces(text, terms)
    return "".join(typer.style(one, bold=True, fg="green") if bold else one for one, bold in pieces)
