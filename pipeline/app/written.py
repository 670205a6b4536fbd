"""Corrections in the compact forms a person types: "+misbrug", "add:Egely#2:INSTITUTION"."""

import re

from pipeline.app.changes import EVERY, MentionEdit
from pipeline.domain import EntityAction, ThemeChange, labels
from pipeline.errors import CorrectionError

ENTITY_FORMS = "add:TEXT:LABEL[:NORM]  remove:TEXT  relabel:TEXT:LABEL[:NORM]  renorm:TEXT:NORM"

_WHICH = re.compile(r"(?P<text>.+)#(?P<which>\d+|\*)", re.DOTALL)


def parse_theme(written: str) -> ThemeChange:
    """Return the change that "+misbrug" or "-misbrug" asks for.

    >>> parse_theme("-misbrug")
    ThemeChange(theme='misbrug', assigned=False)

    Raises:
        CorrectionError: there is no sign, or nothing after it.

    """
    sign, theme = written[:1], written[1:]
    if sign not in ("+", "-") or not theme:
        raise CorrectionError("theme-without-sign", written=written)
    return ThemeChange(theme=theme, assigned=sign == "+")


def parse_mention(written: str) -> MentionEdit:
    """Return the edit that one of `ENTITY_FORMS` asks for; "Egely#2" is the second, "Egely#*" every one.

    Raises:
        CorrectionError: it is none of the forms, or its label is none.

    """
    name, _, rest = written.partition(":")
    if name not in set(EntityAction):
        raise _misformed(written)
    action, label, norm = EntityAction(name), None, ""
    if action is EntityAction.RENORM:
        rest, _, norm = rest.rpartition(":")
        if not norm.strip():
            raise _misformed(written)
    elif action is not EntityAction.REMOVE:
        known = {name.casefold(): label for label in labels() for name in (label, label.kind.name)}
        match = re.fullmatch(
            rf"(?P<text>.+?):(?P<label>{'|'.join(map(re.escape, known))})(?::(?P<norm>.+))?",
            rest,
            re.IGNORECASE | re.DOTALL,
        )
        if match is None:
            raise CorrectionError("no-label", text=rest, labels=list(labels()))
        rest, label, norm = match["text"], known[match["label"].casefold()], match["norm"] or ""
    if not rest:
        raise _misformed(written)
    numbered = _WHICH.fullmatch(rest)
    text, which = (numbered["text"], numbered["which"]) if numbered else (rest, "")
    return MentionEdit(
        action=action,
        text=text,
        which=EVERY if which == "*" else int(which) if which else None,
        label=label,
        norm=norm.strip(),
    )


def _misformed(written: str) -> CorrectionError:
    return CorrectionError("misformed-mention", written=written, forms=ENTITY_FORMS)
