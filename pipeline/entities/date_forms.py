"""How Danish minutes write dates: the forms, each read into its parts.

A form is a pattern and nothing else: named groups say what was written. `d` day, `m`
month, `y` year, `q` quarter, `h` half-year, `w` week, `s` season, `about` (ultimo,
medio, primo); `d1`, `m1`, `y1` ... the first end of a range that is one mention.
"""

import re

# At most one line break, as PDF text is wrapped.
SPACE = r"[^\S\r\n]{0,3}(?:\r?\n[^\S\r\n]*)?"
DASH = rf"{SPACE}[-–—−]{SPACE}"
TOGETHER = rf"(?:\.?{DASH}|\.?/|\.?\s(?:og|til|samt)\s)"

MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "maj": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10,
          "nov": 11, "dec": 12}  # fmt: skip
MONTH = (
    r"(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|"
    r"(?:jan|feb|febr|mar|apr|jun|jul|aug|sep|sept|okt|nov|dec)\b\.?)"
)
LONG_MONTH = r"(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
MONTH_NUMBER = r"(?:1[0-2]|0?[1-9])"
YEAR = r"(?:19[2-9]\d|20[0-7]\d)"
SHORT_YEAR = r"\d\d"
FREE = r"(?<![\w.,/§–-])"
END = r"(?![\w/]|[.,:]\d|-\w)"
ORDINAL = r"(?:første|andet|anden|tredje|fjerde|sidste|[1-4]\.?)"
SEASON = r"(?:(?:sen|for)-?)?(?:forår|sommer|efterår|vinter)"
NEAR = r"(?:ultimo|medio|primo)"
AFTER_DATE_WORD = (
    r"(?<=\bden )|(?<=\bd\. )|(?<=\bpr\. )|(?<=\bpr )|(?<=\bfra )|(?<=\btil )|(?<=\bsenest )|(?<=\binden )"
)

FORMS: tuple[tuple[str, str], ...] = (
    ("iso", rf"{FREE}(?P<y>{YEAR})-(?P<m>\d\d)-(?P<d>\d\d)(?![\w-])"),
    (
        "days",
        rf"{FREE}(?P<d1>{DAY}){TOGETHER}(?P<d>{DAY})\.?{SPACE}(?P<m>{MONTH})(?!\w)(?:{SPACE}(?P<y>{YEAR})(?!\d))?",
    ),
    (
        "days_of_months",
        rf"{FREE}(?P<d1>{DAY})\.?{SPACE}(?P<m1>{MONTH})(?:{SPACE}(?P<y1>{YEAR}))?{DASH}"
        rf"(?P<d>{DAY})\.?{SPACE}(?P<m>{MONTH})(?!\w)(?:{SPACE}(?P<y>{YEAR})(?!\d))?",
    ),
    (
        "day",
        rf"{FREE}(?P<d>{DAY})\.?{SPACE}(?P<m>{MONTH})(?!\w)(?:{SPACE}(?P<y>{YEAR})(?!\d)|{SPACE}['’](?P<yy>\d\d)(?!\d))?",
    ),
    (
        "numbers",
        rf"{FREE}(?P<d>{DAY})/{SPACE}(?P<m>{MONTH_NUMBER})(?:(?:{DASH}|/| )(?P<y>{YEAR})|(?:{DASH}|/)(?P<yy>\d\d)){END}",
    ),
    ("points", rf"{FREE}(?P<d>{DAY})\.{SPACE}(?P<m>{MONTH_NUMBER})\.{SPACE}(?P<y>{YEAR}){END}"),
    ("points_short", rf"{FREE}(?P<d>{DAY})\.(?P<m>{MONTH_NUMBER})\.(?P<yy>\d\d){END}"),
    ("dashes", rf"{FREE}(?P<d>{DAY})-(?P<m>{MONTH_NUMBER})-(?P<y>{YEAR}){END}"),
    ("dashes_short", rf"{FREE}(?P<d>\d\d)-(?P<m>\d\d)-(?P<yy>\d\d){END}"),
    (
        "numbers_alone",
        rf"(?:{AFTER_DATE_WORD})(?P<d>{DAY})/(?P<m>{MONTH_NUMBER})(?![\w/%]|[.,-]\d|\s(?:af|del|tid|år|plads|stilling|time))",
    ),
    ("points_alone", rf"(?:{AFTER_DATE_WORD})(?P<d>{DAY})\.(?P<m>{MONTH_NUMBER})\.?(?![\w/%]|[.,]\d)"),
    (
        "near",
        rf"{FREE}(?P<about>{NEAR})\s(?:(?P<m>{MONTH})(?!\w)(?:{SPACE}(?P<y>{YEAR})(?!\d))?|(?P<y2>{YEAR})(?!\d))",
    ),
    (
        "quarters",
        rf"{FREE}(?P<q1>{ORDINAL}){TOGETHER}(?P<q>{ORDINAL})\s?(?:kvartal|kvt\.?)(?!\w)(?:{SPACE}(?:af{SPACE})?(?P<y>{YEAR})(?!\d))?",
    ),
    (
        "quarter",
        rf"{FREE}(?P<q>{ORDINAL})\s?(?:kvartal|kvt\.?)(?!\w)(?:{SPACE}(?:af{SPACE})?(?P<y>{YEAR})(?!\d))?",
    ),
    ("quarter_short", rf"{FREE}(?:Q(?P<q>[1-4])[ -]?(?P<y>{YEAR})|(?P<y2>{YEAR})[ -]?Q(?P<q2>[1-4])){END}"),
    ("half", rf"{FREE}(?P<h>{ORDINAL})\s?halvår(?!\w)(?:{SPACE}(?:af{SPACE})?(?P<y>{YEAR})(?!\d))?"),
    (
        "week",
        rf"{FREE}uge(?:rne)?\s(?P<w>\d\d?)(?:{TOGETHER}(?P<w2>\d\d?))?(?:(?:[/, -]|,\s|\si\s)(?P<y>{YEAR}))?(?![\w]|[.,]\d)",
    ),
    (
        "season",
        rf"{FREE}(?:{SEASON}(?:en|et)(?!\w)(?:{SPACE}(?P<y>{YEAR})(?:(?P<to>[/–-])(?P<z>{YEAR}|\d\d))?(?!\d))?"
        rf"|(?:{SEASON}(?:ferien?)?|efterårsferien?|påsken?|pinsen?|julen?|nytår)\s(?P<y2>{YEAR})(?:(?P<to2>[/–-])(?P<z2>{YEAR}|\d\d))?(?!\d))",
    ),
    (
        "months",
        rf"{FREE}(?P<m1>{MONTH})(?!\w)(?:{SPACE}(?P<y1>{YEAR}))?(?:{DASH}|/)(?P<m>{MONTH})(?!\w)(?:{SPACE}(?P<y>{YEAR})(?!\d))?",
    ),
    ("month", rf"{FREE}(?P<m>{MONTH}){SPACE}(?:['’](?P<yy>\d\d)|(?P<y>{YEAR}))(?!\d|[.,]\d)"),
    ("month_alone", rf"{FREE}(?P<m>{LONG_MONTH})(?![\w-])"),
    ("years", rf"{FREE}(?P<y1>{YEAR}){SPACE}[-–—/]{SPACE}(?P<y>{YEAR}){END}"),
    ("years_short", rf"{FREE}(?P<y1>{YEAR})[-–/](?P<z>\d\d){END}"),
    ("year", rf"{FREE}(?P<y>{YEAR})(?![\w/]|[.,:]\d|-\d|['’]?erne)"),
)
PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in FORMS)

# Four digits that are no year: before them a word for a number, after them what they count.
NUMBERED = re.compile(
    r"(?:\b(?:nr|numre|nummer|tlf|telefon|lokale|kr|kap|side|s|punkt|sag|journal\w*|cvr|ean|stk)\b\.?:?\s?|[§#]\s?)$",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"\s?(?:%|kr\b|mio\b|mia\b|t\.?\s?kr\b|pct\b|procent|m2|m²|kvm|timer|borgere|personer|pladser|sager|indbyggere|"
    r"medarbejdere|børn|unge|forløb|stk|km|euro|dage|døgn|besøg|henvendelser|elever|boliger|ansatte|ord|tegn|husstande|"
    r"patienter|beboere|kilometer|gange|(?:Frederiksberg|København|Kbh|Frb)\b)"
)
