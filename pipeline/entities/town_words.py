"""The words around a town's name that tell a party from a place."""

import re

from pipeline.entities.common_words import alternation

# What a sentence is about, by the stems of its words.
TOPICS = {
    "office": r"""
    jobcent servicecent socialcent sundhedscent misbrugscent rusmiddelcent træningscent familieafdeling
    familiehus hjemmepleje dagpleje plejehjem værested ungdomsskole hjælpemiddel myndighed visitat
    sagsbehandl bostøtte kommunalbestyrels byråd forvaltning \bppr kommunal sundhedshus
    """,
    "hospital": r"""
    afsnit matrik seng akut skadestue sygehus hospital hospice klinik ambulator modtagelse psykiatri læge
    apotek fængsl arrest retten politi universitet indlag patient
    """,
    "motion": r"""
    flyt færge rejs køre kørsel \b(?:toget|tog[frst]\w|busser|bus(?:\b|s|t|k)) landevej sejl afgang turen
    afstand vej(?:en)?\b nord\b syd\b øst\b vest\b bil\b broen banen fly(?:et)?\b rute pendl strækning
    ambulance km\b
    """,
    "event": r"""
    mød seminar holdes konference temadag studietur testdag besøg kursus hold\b topmøde messe workshop
    udstilling ekskursion samling uddannes
    """,
    "facility": r"""
    botilbud afdeling center centre skole hotel kontor lokale stilling bygning ledelse telefon værelse
    forsorgshjem værft team ligger åbn bosted opholdssted hjem\b hjemmet hus\b huset
    """,
    "official": r"""
    direktør chef\b chefer konsulent borgmest repræsent medlem tovholder referent leder formand formænd
    embedsmænd suppleant koordinator rådgiver
    """,
    "private": r"""
    \bm[aæ]nd\b kvinde familie \bfar\b \bmor\b studerende forsker journalist kunst håndværk frivillig gæst
    lærer leverandør firma virksomhed erhverv forening teater film avis presse værtshus butik deltagere
    """,
    "people": r"""
    borger sager medarbejder navne svar bidrag udgift betal regning kr\b erfaring forslag model ønske
    indstilling
    """,
    "paper": r"""
    henvendelse notat ansøgning bemærkning tilsagn indmelding spørgsmål opbakning kritik indsigelse
    tilslutning tilskud aftale samarbejde dialog kontrakt formandskab
    """,
    "figures": r"antal andel belægning ventetid pct flest færrest højest lavest kortest længst",
    "venue": r"steder?\b \bby(?:er)?\b filial station adresse",
    "home": r"\bbor\b bolig lejlighed opvoks voksede født ledig grund\b sommerhus hjemløs telt anbragt",
}
TOPIC = {
    name: re.compile(rf"\w*(?:{alternation(stems)})\w*", re.IGNORECASE) for name, stems in TOPICS.items()
}
VERBS = alternation("""
    har vil er var kan skal må kunne ville skulle havde blev fik får står går gik gav giver tog tager
    bad beder kom kommer så ser synes siger sagde følger indgår indgik finder fandt trak trækker vælger
    valgte lægger lagde sender sendte bruger brugte driver sparer hæfter hjemtager udtræder
""")
VERB_STEMS = alternation("""
    ønsk oply foreslå anmod meddel tilkendegiv tilkendegav betal tilby tilbød tilslutt stemm? afvent
    overvej spørg spurg deltag deltog bidrag men meld undersøg arbejd køb udpeg repræsenter efterly
    tilføj bemærk bakk støtt ændr anfør opret svar orienter fremlæg fremlag præsenter rejs forelægg søg
    mangl afprøv fortæl fortal advar opfordr peg takk
""")


def topic_of(word: str) -> str:
    """Return the first topic that `word` belongs to; empty where it belongs to none.

    >>> topic_of("Jobcentrene"), topic_of("sengeafsnittene"), topic_of("og")
    ('office', 'hospital', '')
    """
    return next((topic for topic, pattern in TOPIC.items() if pattern.fullmatch(word)), "")
