"""What persons are in Danish minutes: titles and offices, as they are written and in their base form."""

import re

from pipeline.entities.common_words import alternation
from pipeline.entities.letters import LOWER, SPACE
from pipeline.entities.persons import TITLES

MORE = alternation("""
    referent tovholder suppleant medlem næstformand repræsentant praktikant lærer rektor dekan dommer
    mester provst peer sosu-assistent pårørende bruger
""")
NOUN = rf"(?:{TITLES}|{MORE})"
# "konstitueret", "ledende", "børne- og ungdomspsykiatrisk": they belong to the title; "ny" does not.
KIND = alternation(r"""
    konstitueret fungerende afgående tidligere kommende tiltrædende faglig administrerende ledende daglig
    administrativ lægefaglig juridisk økonomisk politisk teknisk psykiatrisk klinisk socialfaglig pædagogisk
    specialeansvarlig [a-zæøå]{4,}(?:isk|faglig)
""")
PLURAL = r"(?:ere|erne|er|e|ne)"
SEVERAL = re.compile(rf".*{NOUN}{PLURAL}", re.IGNORECASE)
ROLE = (
    rf"(?<![\w-])(?:(?i:ny|nye|den){SPACE})?(?:(?i:{KIND}){SPACE})?(?:{LOWER}+-{SPACE}og{SPACE})?"
    rf"(?i:[\w-]*?{NOUN})(?:{PLURAL}|e?n)?(?![\w-])"
)
NEW = re.compile(rf"(?:ny|nye|den){SPACE}", re.IGNORECASE)
ENDED = re.compile(rf"(?P<base>.*?{NOUN})(?:{PLURAL}|e?n)?", re.IGNORECASE)


def plain_role(written: str) -> str:
    """Return a role in its base form, in small letters.

    >>> plain_role("Socialdirektørerne"), plain_role("nye ledende overlæge"), plain_role("IT-chefen")
    ('socialdirektør', 'ledende overlæge', 'IT-chef')
    """
    words = " ".join(NEW.sub("", written, count=1).split())
    match = ENDED.fullmatch(words)
    base = match["base"] if match else words
    return base if base[1:2].isupper() else base[:1].lower() + base[1:]


def is_plural(written: str) -> bool:
    """Tell whether a role is that of several.

    >>> is_plural("socialcheferne"), is_plural("socialchefen")
    (True, False)
    """
    return SEVERAL.fullmatch(written) is not None
