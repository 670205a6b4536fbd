"""What a file says of its meeting outside its text: the title of its page or its properties, and its name."""

import datetime as dt
import re
from dataclasses import replace

from pipeline.domain import DANISH_MONTHS
from pipeline.minutes.dates import find_date
from pipeline.minutes.document import Document, Given
from pipeline.minutes.header import official_name
from pipeline.minutes.structure.committee import BODY, committee_in

_SUFFIX = re.compile(r"\.\w{2,5}$")
_BLANK = re.compile(r"[_+]|%20")
_PARTS = re.compile(r"(?<!\s)\s+[-–—|:»›/]\s+|(?:(?<!\s)\s+)?[|»›]\s*|:\s+")
# "20210504" and "04052021": which of the two is the year shows in the figures.
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)[ .]?(\d\d)[ .]?(\d\d)(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d\d)[ .]?(\d\d)[ .]?((?:19|20)\d\d)(?!\d)")
_DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})[ -](\d{1,2})[ -]((?:19|20)\d\d)(?!\d)")
# "03-04-05" may be a day of 2003, 2004 or 2005: what a year of two figures means, only a word before it says.
_SHORT_YEAR = re.compile(r"(?i)(?<!\bd )(?<!\bd\. )(?<!\bden )(?<!\d)\d\d[-. ]\d\d[-. ]\d\d(?!\d)")
_SEAM = re.compile(rf"(?i)(?<=\d)[-. ]*(?=(?:{'|'.join(DANISH_MONTHS)}))|(?<=[a-zæøå])[-. ]*(?=\d)")
# A web address has no æ, ø and å.
_SLUG = re.compile(r"[a-z0-9. -]+")
_LETTERS = (("oe", "ø"), ("ae", "æ"), ("aa", "å"))
_NO_NAME = re.compile(
    r"(?i)\b(?:microsoft word|(?:åb(?:en|ent)|lukket|endelig|godkendt|underskrevet|samlet)\b(?=.*referat)|"
    r"v(?:ersion)?\.? ?\d+|kopi(?: af)?|final|web|til (?:hjemmeside|nettet))\b"
)
_UNFOUNDED = re.compile(r"(?i)\b(?:dagsordener|referater|møder|udvalg|politik|kommunens|www)\b|@")
_LONGEST = 70
"""A longer part of a title names no committee."""


def said_outside(source: Document, given: Given) -> Given:
    """Return what counts where the text is silent: title and name of the file first, then what is given.

    >>> said_outside(Document(name="kystudvalget-04-05-2021.pdf", text="Ærø"), Given(place="Havnen"))
    Given(date=datetime.date(2021, 5, 4), committee='Kystudvalget', place='Havnen')
    """
    name = _SUFFIX.sub("", source.name)
    return replace(
        given,
        date=date_of_name(source.title) or date_of_name(name) or given.date,
        committee=committee_of_name(source.title) or committee_of_name(name) or given.committee,
    )


def date_of_name(name: str) -> dt.date | None:
    """Return the date in the name of a file or page, in whatever form leaves no doubt.

    >>> date_of_name("Referat_20210504"), date_of_name("moede-4-maj-2021"), date_of_name("05-06-07")
    (datetime.date(2021, 5, 4), datetime.date(2021, 5, 4), None)
    """
    plain = _SHORT_YEAR.sub(" ", _BLANK.sub(" ", name))
    forms = (plain, _SEAM.sub(" ", plain), _YEAR_FIRST.sub(r"\1-\2-\3", plain),
             _YEAR_LAST.sub(r"\1-\2-\3", plain), _DAY_MONTH.sub(r"\1-\2-\3", plain))  # fmt: skip
    return next((date for form in forms if (date := find_date(form))), None)


def committee_of_name(name: str) -> str:
    """Return the committee in the name of a file or page; empty where no word of it is that of a body.

    >>> committee_of_name("Referat af møde i Ældrerådet den 4. maj 2021 - Ærø Kommune")
    'Ældrerådet'
    >>> committee_of_name("referat-oekonomiudvalget-20210504"), committee_of_name("Dagsordener og referater")
    ('Økonomiudvalget', '')
    """
    named = (_committee(part) for part in _PARTS.split(_spaced(name)) if not official_name(part))
    return next(filter(None, named), "")


def _spaced(name: str) -> str:
    """Return a name with blanks for what stands for them, and with the letters that an address lacks."""
    plain = _NO_NAME.sub(" ", _BLANK.sub(" ", name)).strip()
    if not _SLUG.fullmatch(plain):
        return plain
    for two, one in _LETTERS:
        plain = plain.replace(two, one)
    return plain.replace("-og-", "- og ").replace("-", " ").replace("  og ", "- og ")


def _committee(part: str) -> str:
    name = committee_in(_SEAM.sub(" ", part))
    name = re.sub(r"(?<![\s\d.-])[\s\d.-]+$|^[\s\d.-]+", "", name)
    founded = len(name) <= _LONGEST and BODY.search(name) and not _UNFOUNDED.search(name)
    return name[0].upper() + name[1:] if founded else ""
