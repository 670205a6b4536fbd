"""The standing phrases of minutes, which never make two items related."""

import re

# Up to a name such as "Forretningsudvalget" before the verb, and the forum that is asked after it.
_NAME = r"[^.,:;\n]{0,60}?"
_PHRASES = (
    rf"(?:^|(?<=[.\n])) ?{_NAME}\b(?:indstill?er|indstilles|anbefaler|anbefales)\b{_NAME},? at\b",
    r"(?:tages?|tager|tog|blev taget|taget) (?:\w+ ){0,4}til efterretning",
    r"\b(?:referatet|dagsordenen|indstillingen|punktet|orienteringe(?:n|rne)|programmet|udkastet)"
    r" (?:blev|er) (?:enstemmigt )?(?:godkendt|drøftet|tiltrådt|vedtaget|udsat)\b",
    r"\bgodkend(?:else|t|e)? af (?:referat|dagsorden|protokol)\w*(?: (?:af|fra|for|til) (?:\w+ )?mødet?\b)?",
    r"\b(?:intet|ingenting|ingen bemærkninger)\b(?: til (?:eventuelt|punktet|dette))?",
    r"\b(?:næste|kommende) møde\b",
    r"\btil (?:orientering|drøftelse|beslutning|efterretning|godkendelse)\b",
)
_FORMAL = re.compile("|".join(f"(?:{phrase})" for phrase in _PHRASES), re.IGNORECASE)


def blank_formal_phrases(text: str) -> str:
    """Return `text` with its standing phrases as blanks, every other character where it was.

    >>> blank_formal_phrases("Punktet blev drøftet. Egely lukker.")
    '                    . Egely lukker.'
    """
    return _FORMAL.sub(lambda match: " " * len(match.group()), text)
