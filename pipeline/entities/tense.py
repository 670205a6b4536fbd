"""Whether a sentence speaks of what was or of what will be."""

import re

CLAUSE = re.compile(r"[.!?:;]\s|\n|,\s(?:som|der|hvor|mens|men|og)\b")
PAST = re.compile(
    r"\b(?:blev|var|havde|fik|kom|gik|tog|gav|sagde|bad|skrev|udskød|udgik|lå|stod|holdt|lagde|satte|sendte|valgte|fandt|"
    r"\w{3,}(?:ede|edes|gte|kte|ldte|lte|rte|nte|ste)|er blevet|har|blevet|siden|tidligere|seneste|forrige|sidste|"
    r"indtil nu|afholdt|trådt|drøftelserne fra|referatet fra|opgjort|som aftalt)\b",
    re.IGNORECASE,
)
AHEAD = re.compile(
    r"\b(?:vil|skal|bør|kan|forvent\w+|ventes|senest|frist\w*|planlagt|planlægges|kommende|næste|bliver|afholdes|holdes|"
    r"indkaldes|forelægges|fremlægges|drøftes|behandles|evalueres|gennemføres|sendes|udsendes|genoptages|afvikles|følges|"
    r"starter|begynder|åbner|træder|løber|flyttes|indstill\w+|foreslå\w*|lægges|inviterer|inviteres|igen|til)\b",
    re.IGNORECASE,
)
SINCE = re.compile(
    r"\b(?:siden|referatet fra|seneste møde i|sidste møde i)\s(?:den\s|d\.\s)?$", re.IGNORECASE
)
UNTIL = re.compile(
    r"\b(?:senest|inden|næste møde i|kommende møde i|frist(?:en)?(?:\ser)?|til)\s(?:den\s|d\.\s)?$",
    re.IGNORECASE,
)


def points_ahead(text: str, start: int, end: int) -> bool | None:
    """Tell whether the clause around `text[start:end]` speaks of the future; None where it does not say.

    >>> points_ahead("Punktet kommer på igen til december.", 27, 35)
    True
    >>> points_ahead("I marts bestilte kommunerne en analyse.", 2, 7)
    False
    """
    near = text[max(0, start - 28) : start]
    if SINCE.search(near):
        return False
    if UNTIL.search(near):
        return True
    clause, place = _clause(text, start, end)
    past, ahead = _nearest_word(PAST, clause, place), _nearest_word(AHEAD, clause, place)
    return None if past == ahead else ahead < past


def _clause(text: str, start: int, end: int) -> tuple[str, int]:
    begin = max(
        (cut.end() for cut in CLAUSE.finditer(text, max(0, start - 160), start)), default=max(0, start - 160)
    )
    stop = CLAUSE.search(text, end, end + 160)
    return text[begin : stop.start() if stop else end + 160], start - begin


def _nearest_word(pattern: re.Pattern[str], clause: str, place: int) -> int:
    return min((abs(match.start() - place) for match in pattern.finditer(clause)), default=999)
