"""Danish words: one spelling of each, its stem, and the words that carry no matter of their own."""

import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from threading import RLock

LETTERS = r"(?:[^\W\d_]+[\u0300-\u036f\u00ad]*)+"
"""Letters of any script. Combining marks may follow one (PDFs write å as a + ring), and soft
hyphens may stand between them (web pages): `fold` takes both away."""

_STOP_WORDS = """
    ad af aldrig alle allerede alene alt altid anden andet andre at begge blandt blev blevet blive
    bliver både ca cirka da de dels dem den denne der deraf derefter deres derfor derfra derimod deri
    dermed derpå derudover derved desuden det dette dertil dig din disse dog du dvs efter eftersom egen
    eget egne eks eller ellers en end endnu endvidere ene enkelt enkelte enten er et én ét ej eventuel
    eventuelt eventuelle fem fire fleste flere for fordi foran forud fra frem fremover fx få får fået
    før først første gennem giver givet give gav gik gjort går gå gør gøre ham han hans har havde have
    haft hele helt hen hende hendes henholdsvis her herefter heri hermed herom herpå hertil herudover
    herunder hidtil hos hun hvad hvem hver hvert hvilke hvilken hvilket hvis hvor hvordan hvorefter
    hvorfor hvori hvornår hvortil hvorvidt i idet ifm ift ifølge igen igennem ikke imellem imens
    imidlertid imod ind inden indenfor indtil ingen inkl intet ja jeg jer jf jævnfør kan kl kom komme
    kommer kr kun kunne lade langs lidt ligesom lige ligeledes ligger man mange med medens meget mellem
    men mens mere mest mht mia mig min mindre mindst mio mit mod må måtte ned nej nemlig netop ni nogen
    noget nogle nok nu nye ny nær når næste næsten og også om omkring op opad os osv over overfor pct
    pga pr på sagt sam samme samt se selv senest seks ses sidst sidste siden sig sin sine sit skal sker sket
    ske skulle snart som stadig stk stor store større står stå stod syv sætte sat så sådan sådanne
    således tage taget tager tages ti tid til tilbage to tre trods tværs tog ud uden udenfor udover
    under undervejs ved vedr vedrørende vi via videre vil ville være var været vor vores øvrige otte år
    året års
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that carry no matter: what a question or a text is made of besides."""

# What is said of any item at any meeting, and how documents are called: never what an item is about.
_FORMAL = """
    afbud baggrund anbefale anbefaler anbefales bemærkning bemærkninger beslutning besluttede besluttet
    beslutte bilag dagsorden dagsordenen deltog drøfte drøftede drøftelse drøftelsen drøfter drøftes
    drøftet efterretning eventuelt forelægges fremlægges formand godkende godkendelse godkender
    godkendes godkendt indstille indstiller indstilles indstilling meddelelser møde mødet mødes
    orientering orienteringer orienteringspunkt orientere orienterede orienterer orienteres punkt
    punktet referat referatet sag sagsnr sagsfremstilling tiltrådt tiltræder tiltræde vedhæftet
    vedhæftede vedlagt vedlagte vedtaget pdf docx doc xlsx pptx januar februar marts april maj juni juli
    august september oktober november december kvartal halvår primo medio ultimo mandag tirsdag onsdag
    torsdag fredag lørdag søndag
"""


def fold(word: str) -> str:
    r"""Return a word as it is compared: lower case, composed letters, no soft hyphen.

    >>> fold("Bo\u00adtilbud"), fold("A\u030alborg")
    ('botilbud', 'ålborg')
    """
    # NFKC also takes the ligatures of PDFs apart: ﬁ is fi.
    return unicodedata.normalize("NFKC", word.replace("\u00ad", "")).lower()


def caseless(text: str) -> str:
    r"""Return a name or a title as it is compared: in one line, upper and lower case as one.

    >>> caseless("Social- og\n Psykiatriudvalget")
    'social- og psykiatriudvalget'
    """
    return " ".join(text.split()).casefold()


_STEMMING = RLock()
"""The library's stemmer keeps the word it works on in itself."""


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of a folded Danish word; that of a stem is itself.

    >>> stem("pladserne"), stem("plads"), stem("kapaciteten")
    ('plad', 'plad', 'kapacit')
    """
    with _STEMMING:
        # Once is not enough: "kapaciteten" gives "kapacitet", which itself gives "kapacit".
        while (shorter := _stem_once()(word)) != word:
            word = shorter
    return word


@cache
def formal_stems() -> frozenset[str]:
    """Return the stems of the words that are said of any item at any meeting."""
    return frozenset(stem(word) for word in _FORMAL.split())


@cache
def _stem_once() -> Callable[[str], str]:
    import snowballstemmer

    once: Callable[[str], str] = snowballstemmer.stemmer("danish").stemWord
    return once
