"""How Danish minutes write dates: the forms, to be found in text in small letters.

A form is a pattern and nothing else; its named groups say what was written: `d` day, `m`
month, `y` year, `yy` year of two digits, `q` quarter, `h` half-year, `w` week, `about`
(ultimo, medio, primo, a season); `d1`, `m1`, `y1`, `q1`, `w1` the first end where one
mention is a range, `z` the year a range ends with.
"""

import re
from functools import cache

# At most one line break, as PDF text is wrapped.
SPACE = r"[^\S\r\n]{0,3}(?:\r?\n[^\S\r\n]*)?"
DASH = rf"{SPACE}[-–—−]{SPACE}"
TOGETHER = rf"(?:\.?{DASH}|\.?/|\.?\s(?:og|til|samt|&)\s(?:den\s)?)"

MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "maj": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10,
          "nov": 11, "dec": 12, "may": 5, "oct": 10}  # fmt: skip
LONG_MONTH = r"(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)(?!\w)"
MONTH = rf"(?:{LONG_MONTH}|(?:jan|feb|febr|mar|apr|jun|jul|aug|sep|sept|okt|nov|dec)\b\.?)"
ENGLISH_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)(?!\w)"
)
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
MONTH_NUMBER = r"(?:1[0-2]|0?[1-9])"
YEAR = r"(?:19[2-9]\d|20[0-7]\d)"
ORDINAL = r"(?:første|andet|anden|tredje|fjerde|sidste|[1-4]\.?)"
QUARTER = r"\s?(?:kvartal|kvt\.?)(?!\w)"
SEASON = r"(?:(?:sen|for)-?)?(?:forår|sommer|efterår|vinter)"
FEAST = r"(?:efterårsferien?|vinterferien?|sommerferien?|påsken?|pinsen?|jul(?:en?)?|nytår)"
# Day and month in figures alone are a date only after such a word: "1/2 stilling" is none.
DATE_WORDS = (
    "den", r"d\.", r"pr\.", "pr", "fra", "til", "senest", "inden", "frist", "fristen", "deadline",
    "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag",
)  # fmt: skip
DATE_WORD = "(?:" + "|".join(rf"(?<=\b{word} )" for word in DATE_WORDS) + ")"
# "årets første kvartal" tells of no year.
NOT_OF_YEAR = r"(?<!årets )(?<!\bårs )"
PART_OF = r"(?!\s(?:af|del|tid|år|plads|stilling|time))"

# A date begins no word, number, paragraph or case number, and ends none.
# The points of "d.3. maj" and "pr.1/7-16" are no number's.
FREE = r"(?<![\w,/§–-])(?<![^dr]\.)"
END = r"(?![\w/]|[.,:]\d|-\w)"
Y = rf"(?P<y>{YEAR})(?!\d)"
THEN_YEAR = rf"(?:{SPACE}{Y})?"
OF_YEAR = rf"(?:{SPACE}(?:af{SPACE})?{Y})?"
WEEK_YEAR = rf"(?:(?:[/, -]|,\s|\si\s)(?P<y>{YEAR}))?(?!\w|[.,]\d)"

FORMS: dict[str, str] = {
    # beginning with a figure
    "iso": rf"(?P<y>{YEAR})-(?P<m>\d\d)-(?P<d>\d\d)(?![\w-])",
    "days": rf"(?P<d1>{DAY})(?:\.?,\s{DAY})*{TOGETHER}(?P<d>{DAY})\.?{SPACE}(?P<m>{MONTH}){THEN_YEAR}",
    "days_of_months": (
        rf"(?P<d1>{DAY})\.?{SPACE}(?P<m1>{MONTH})(?:{SPACE}(?P<y1>{YEAR}))?{DASH}"
        rf"(?P<d>{DAY})\.?{SPACE}(?P<m>{MONTH}){THEN_YEAR}"
    ),
    "day": rf"(?P<d>{DAY})\.?{SPACE}(?P<m>{MONTH})(?:{SPACE}{Y}|{SPACE}['’](?P<yy>\d\d)(?!\d))?",
    "english_day": rf"(?P<d>{DAY})(?:st|nd|rd|th)?\s(?P<m>{ENGLISH_MONTH}),?\s{Y}",
    "numbers_range": (
        rf"(?P<d1>{DAY})/(?P<m1>{MONTH_NUMBER})(?:[ /-](?P<y1>{YEAR}))?{DASH}"
        rf"(?P<d>{DAY})/(?P<m>{MONTH_NUMBER})(?:[ /-](?P<y>{YEAR})|-(?P<yy>\d\d)){END}"
    ),
    "numbers_days": (
        rf"(?P<d1>{DAY})\.?{DASH}(?P<d>{DAY})/(?P<m>{MONTH_NUMBER})(?:[ /-](?P<y>{YEAR})|-(?P<yy>\d\d)){END}"
    ),
    "points_range": (
        rf"(?P<d1>{DAY})\.(?P<m1>{MONTH_NUMBER})\.(?P<y1>{YEAR})?-"
        rf"(?P<d>{DAY})\.(?P<m>{MONTH_NUMBER})\.(?P<y>{YEAR}){END}"
    ),
    "points_days": rf"(?P<d1>{DAY})\.{DASH}(?P<d>{DAY})\.(?P<m>{MONTH_NUMBER})\.(?P<y>{YEAR}){END}",
    "numbers": (
        rf"(?P<d>{DAY})/{SPACE}(?P<m>{MONTH_NUMBER})"
        rf"(?:(?:{DASH}|/| )(?P<y>{YEAR})|(?:{DASH}|/)(?P<yy>\d\d)){END}"
    ),
    "points": rf"(?P<d>{DAY})\.{SPACE}(?P<m>{MONTH_NUMBER})\.{SPACE}(?P<y>{YEAR}){END}",
    "points_short": rf"(?P<d>{DAY})\.(?P<m>{MONTH_NUMBER})\.(?P<yy>\d\d){END}",
    "dashes": rf"(?P<d>{DAY})-(?P<m>{MONTH_NUMBER})-(?P<y>{YEAR}){END}",
    "dashes_short": rf"(?P<d>\d\d)-(?P<m>\d\d)-(?P<yy>\d\d){END}",
    "numbers_alone": rf"{DATE_WORD}(?P<d>{DAY})/(?P<m>{MONTH_NUMBER})(?![\w/%]|[.,-]\d){PART_OF}",
    "numbers_then": (
        rf"(?P<d>{DAY})/(?P<m>{MONTH_NUMBER})"
        rf"(?=\s(?:kl\.|(?:og|til)\s(?:den\s|d\.\s)?{DAY}/{MONTH_NUMBER}[ -]\d\d))"
    ),
    "points_alone": rf"{DATE_WORD}(?P<d>{DAY})\.(?P<m>{MONTH_NUMBER})\.?(?![\w/%]|[.,]\d)",
    "years": rf"(?P<y1>{YEAR}){SPACE}[-–—/]{SPACE}(?P<y>{YEAR}){END}",
    "years_short": rf"(?P<y1>{YEAR})[-–/](?P<z>\d\d){END}",
    "year_quarter": rf"(?P<y>{YEAR})[ -]?q(?P<q>[1-4]){END}",
    "year": rf"(?P<y>{YEAR})(?![\w/]|[.,:]\d|-\d|['’]?erne)",
    # Long ago a figure is a year only where the word before says so: "huset fra 1871".
    "old_year": r"(?:(?<=\bfra )|(?<=\båret )|(?<=\bsiden ))(?P<y>1[89]\d\d)(?![\w/]|[.,:]\d|-\d)",
    # beginning with a figure or a word
    "quarters": rf"{NOT_OF_YEAR}(?P<q1>{ORDINAL}){TOGETHER}(?P<q>{ORDINAL}){QUARTER}{OF_YEAR}",
    "quarter": rf"{NOT_OF_YEAR}(?P<q>{ORDINAL}){QUARTER}{OF_YEAR}",
    "half": rf"{NOT_OF_YEAR}(?P<h>{ORDINAL})\s?halvår(?!\w){OF_YEAR}",
    # beginning with a word
    "quarters_year": rf"q(?P<q1>[1-4]){DASH}q?(?P<q>[1-4])[ -]?(?P<y>{YEAR}){END}",
    "quarter_year": rf"q(?P<q>[1-4])[ -]?(?P<y>{YEAR}){END}",
    "near": rf"(?P<about>(?:primo/|medio/)?(?:ultimo|medio|primo))\s(?P<m>{MONTH}){THEN_YEAR}",
    "near_year": rf"(?P<about>ultimo|medio|primo)\s{Y}",
    "weeks": (rf"uge(?:rne)?\s(?P<w1>\d\d?){TOGETHER}(?P<w>\d\d?){WEEK_YEAR}"),
    "week": rf"uge\s(?P<w>\d\d?){WEEK_YEAR}",
    # "om vinteren", "hele sommeren" is any winter, no summer of the calendar.
    "season": (
        rf"(?<!\bom )(?<!\bhele )(?P<about>{SEASON})(?:en|et)s?(?!\w)"
        rf"(?:{SPACE}(?P<y1>{YEAR})[/–-](?P<z>{YEAR}|\d\d)(?!\d)|{SPACE}{Y})?"
    ),
    "season_ahead": rf"(?<=\btil )(?P<about>{SEASON})(?!\w|-)(?!\s(?:19|20)\d\d)",
    "english": rf"(?P<m>{ENGLISH_MONTH})\s(?P<d>{DAY})(?:st|nd|rd|th)?,\s{Y}",
    "season_of_year": (
        rf"(?P<about>(?:{SEASON}/)?{SEASON}|{FEAST})\s"
        rf"(?:(?P<y1>{YEAR})[/–-](?P<z>{YEAR}|\d\d)(?!\d)|{Y})"
    ),
    "months": rf"(?P<m1>{MONTH})(?:{SPACE}(?P<y1>{YEAR}))?(?:{DASH}|/)(?P<m>{MONTH}){THEN_YEAR}",
    "month": rf"(?P<m>{MONTH}){SPACE}(?:['’](?P<yy>\d\d)(?!\d)|(?P<y>{YEAR})(?!\d|[.,]\d))",
    "month_alone": rf"(?P<m>{LONG_MONTH})(?!-\w)",
}
GLUED = rf"(?P<d>{DAY})\.{SPACE}(?P<m>{MONTH}){SPACE}{Y}"
FIRST_WORD_FORM = "quarters"


def _apart(form: str, pattern: str) -> str:
    """Return the pattern as a group called `form`, its own groups named apart from other forms'."""
    return f"(?P<{form}>" + re.sub(r"\(\?P<(\w+)>", rf"(?P<{form}__\1>", pattern) + ")"


def _alternatives(forms: list[str]) -> str:
    return "|".join(_apart(form, FORMS[form]) for form in forms)


_NAMES = list(FORMS)
_WORDS = _NAMES.index(FIRST_WORD_FORM)


@cache
def date_pattern() -> re.Pattern[str]:
    """Return all forms in one pattern, compiled when the first text is read."""
    by_figure, by_word = _alternatives(_NAMES[:_WORDS]), _alternatives(_NAMES[_WORDS:])
    # What a page has lost a blank before: "den4. maj 2021". Only a full date is known there.
    glued = rf"(?<=[a-zæøå]){_apart('glued', GLUED)}"
    return re.compile(rf"{FREE}(?:(?=\d)(?:{by_figure})|{by_word})|{glued}")


GROUPS = {form: re.findall(r"\(\?P<(\w+)>", pattern) for form, pattern in {**FORMS, "glued": GLUED}.items()}

# Four digits that are no year: before them a word for a number, after them, in the same cell, what
# they count.
NUMBERED = re.compile(
    r"(?:\b(?:nr|numre|nummer|tlf|telefon|lokale|kl|kap|side|s|punkt|sag|journal\w*|cvr|ean|stk)\b\.?:?\s?(?:\d{2,4}\s)*"
    r"|(?<![\d.]\s)\bkr\b\.?\s?|[§#]\s?)$"
)
COUNTED = re.compile(
    r"[ \u00a0\n]?(?:%|kr\b|mio\b|mia\b|t\.?\s?kr\b|pct\b|procent|m2|m²|kvm|timer|borgere|"
    r"personer|pladser|sager|indbyggere|"
    r"medarbejdere|børn|unge|forløb|stk|km|euro|dage|døgn|besøg|henvendelser|elever|boliger|ansatte|ord|tegn|husstande|"
    r"patienter|beboere|kilometer|gange|(?:frederiksberg|københavn|kbh|frb)\b)"
)
# "31. februar 2023": what is left of a day that the calendar has not is no month.
NO_DAY = re.compile(r"(?<![\d.,/])\d{1,2}\.?\s?$")
# "i uge 12 af graviditeten", "gravid i uge 25": a week of no calendar.
OF_NO_CALENDAR = re.compile(r"gravid|svangerskab|jordemoder|fødsel|født|ufødt")
