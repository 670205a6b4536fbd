"""How Danish builds the names of bodies: one pattern a construction, `name` is the mention."""

import re

from pipeline.entities.institution_words import (
    AREAS, BARE, BODIES, HEADS, LOWER_CASE, NOUNS, OFFER_HEADS, OFFER_NOUNS, OFFERS, TAILS,
)  # fmt: skip
from pipeline.entities.letters import LOWER, SPACE, UPPER

NOUNS_LARGE = "|".join(noun.capitalize() for noun in NOUNS.split("|"))
CAP = rf"{UPPER}\w*(?:[-'’]\w+)*"
OWN_NAME = rf"{UPPER}[\w’']*(?:-{UPPER}?\w+)*"
ADJECTIVE = rf"{UPPER}{LOWER}+(?:sk|skt|ligt|lig|elt|el|fælles|kommunalt|Fælles|ægligt|alt)"
# After "og" these begin another name: an abbreviation, a body with a name of its own.
NEW_NAME = rf"(?:{UPPER}{{2,}}\b(?!-)|{HEADS}|Statens|Region|{UPPER}\w+(?:styrelsen|rådet|udvalget|kommunen))"
# What follows "for": words written large and their joints, or "udviklingshæmmede lovovertrædere".
LARGE = (
    rf"{CAP}(?:(?:{SPACE}|{SPACE}(?:og|&|med|til){SPACE}(?!{NEW_NAME})|,{SPACE}(?={CAP},?{SPACE}og{SPACE})){CAP})*"
    rf"(?:{SPACE}(?:i|på){SPACE}{CAP}(?:{SPACE}og{SPACE}{CAP})?)?"
    rf"|{UPPER}{{2,}}{SPACE}og{SPACE}{UPPER}{{2,}}\b"
)
LARGE_HERE = rf"{CAP}(?:(?:{SPACE}|{SPACE}(?:og|&|med|til){SPACE}(?!{NEW_NAME})|,{SPACE}(?={CAP}{SPACE}og{SPACE})){CAP})*"
SMALL = (
    rf"(?:{LOWER}+(?:ede|ende|te|lige|ske){SPACE})(?:{LOWER}+(?:ere|nter|inger|elser|mænd|borgere|teams|team)|unge|børn|voksne)"
    rf"(?:{SPACE}i{SPACE}(?:Region{SPACE})?{CAP})?"
    rf"|{LOWER}+-{SPACE}og{SPACE}{LOWER}+(?:er|ere)(?:{SPACE}i{SPACE}{CAP})?"
)
COUNCILS = rf"{CAP}?(?:udvalget|rådet|kredsen|sekretariatet|forum|gruppen)|Samrådet|Direktørkredsen|Foreningen|Landsforeningen|Landsorganisationen|Rådet|Nævnet|Ministeriet|Styrelsen|Afdelingen|Styregruppen|Følgegruppen"
CENTRES = r"Center|Centeret|Centret|Institut|Klinik|Afdeling|Forskningsenheden|Enheden|Videnscenter|Videncenter|Børne- og Ungdomscenter"

# What only somebody does: before these an unknown abbreviation is a body's.
AGENT = (
    r"indstiller|oplyser|oplyste|anbefaler|anbefalede|foreslår|foreslog|ønsker|ønskede|godkender|godkendte|drøfter|drøftede|"
    r"orienterer|orienterede|beslutter|besluttede|vurderer|vurderede|meddeler|meddelte|tilbyder|varetager|opfordrer|"
    r"opfordrede|udarbejder|deltager|deltog|holdt|ansatte|bakker|bakkede|afventer|behandler|behandlede|mener|beder|bad"
)
NOT_A_BODY = frozenset("ADHD PTSD STU IT HR CPR GPS ESDH FMK AC OK VUM EPJ TR AMR PPR SSP DPO IKT BPA FGU SOSU PDF EU".split())

FORMS: tuple[tuple[str, str], ...] = (
    ("council_for", rf"(?P<name>(?:{COUNCILS}|uddannelsesudvalget){SPACE}(?:for|om|af){SPACE}(?:{LARGE}|{SMALL}))"),
    ("centre_for", rf"(?P<name>(?:{CENTRES}){SPACE}for{SPACE}{LARGE_HERE})"),
    (
        "coordinated",
        rf"(?P<name>{UPPER}\w*-(?:,{SPACE}\w+-)*,?{SPACE}(?:og|samt){SPACE}"
        rf"(?:\w*?(?:{BODIES})|{UPPER}\w*?(?:{NOUNS}|skolen)|{UPPER}\w*psykiatrisk{SPACE}Center|{UPPER}\w*{SPACE}(?:{TAILS}))"
        rf"(?:{SPACE}{CAP}){{0,2}})",
    ),
    ("psychiatry", rf"(?P<name>(?:Psykiatrien|Retspsykiatrien|[A-ZÆØÅ]\w+(?:udvalget|rådet))(?:{SPACE}i)?{SPACE}Region{SPACE}{CAP})"),
    ("region", rf"(?P<name>Region{SPACE}(?:Hovedstaden|Sjælland|Syddanmark|Midtjylland|Nordjylland|Østdanmark|H\b)(?:s{SPACE}Psykiatri)?)"),
    ("council_in", rf"(?P<name>(?:{UPPER}\w+(?:rådet|udvalget)|Statsadvokaten|Retspsykiatrien|Politiet){SPACE}i{SPACE}{OWN_NAME})"),
    ("offer_head", rf"(?P<name>(?:{OFFER_HEADS})(?:{SPACE}{CAP}){{1,3}})"),
    ("head", rf"(?P<name>(?:{HEADS})(?:{SPACE}{CAP}){{1,3}})"),
    ("tail", rf"(?P<name>{CAP}(?:{SPACE}{CAP}){{0,2}}?{SPACE}(?:{TAILS}))"),
    (
        "phrase",
        rf"(?P<name>(?:De[nt]{SPACE})?(?:{CAP}{SPACE}){{1,3}}?(?:{UPPER}\w*?(?:{NOUNS})|{UPPER}{{2,}}-(?:{NOUNS})|{NOUNS_LARGE})(?:{SPACE}{CAP}){{0,2}})",
    ),
    ("of_body", rf"(?P<name>{UPPER}\w+(?:styrelsens|aftalens|rådets|tilsynets|ministeriets){SPACE}\w*(?:forum|udvalg|råd|følgegruppe|Følgegruppe|styregruppe)(?:{SPACE}for{SPACE}{LOWER}+(?:{SPACE}og{SPACE}{LOWER}+)?)?)"),
    ("adjective", rf"(?<=[a-zæøå,]{SPACE})(?P<name>{ADJECTIVE}{SPACE}(?:arbejdsgruppe|styregruppe|analysegruppe|følgegruppe|forum|udvalg|sekretariat|socialsekretariat|funktion|råd|center))"),
    ("firm", rf"(?P<name>{UPPER}{LOWER}+{SPACE}&{SPACE}{UPPER}{LOWER}+(?:{SPACE}{UPPER}{LOWER}+)?)"),
    ("acronym", rf"(?P<name>{UPPER}{{2,5}})(?={SPACE}(?:{AGENT})\b)"),
    ("secretariat", rf"(?P<name>(?:{UPPER}{{2,4}}\d*)[- ]sekretariatet)"),
    ("counted", r"(?P<name>K(?:[1-9]\d))(?=-\w|\b)"),
    ("body", rf"(?P<name>{UPPER}[\w-]{{2,}}?(?:{BODIES}))"),
    ("department", rf"(?P<name>(?:{AREAS})(?:,{SPACE}(?:{AREAS}))*{SPACE}(?:og|&|samt){SPACE}(?:{AREAS}))"),
    ("bare", rf"(?P<name>{BARE})"),
    ("lower_case", rf"(?P<name>{LOWER_CASE})"),
    ("led", rf"(?:[Cc]hef|[Ll]eder|[Dd]irektør|{LOWER}+(?:chef|leder|direktør)){SPACE}for{SPACE}(?P<name>{CAP}{SPACE}(?:og|til|&){SPACE}{LARGE_HERE})"),
    ("offer", rf"(?:{OFFERS}){SPACE}[\"”“»]?(?P<name>{OWN_NAME}(?:{SPACE}{OWN_NAME})?)"),
    ("offer_after", rf"(?P<name>{OWN_NAME}(?:{SPACE}{OWN_NAME})?)(?=,?{SPACE}(?:er{SPACE}|der{SPACE}er{SPACE})?(?:et|en|kommunens|regionens){SPACE}(?:{LOWER}+{SPACE})?(?:{OFFER_NOUNS})\b)"),
)
CERTAIN = frozenset({"council_for", "centre_for", "coordinated", "offer_head", "head", "phrase", "of_body", "adjective",
                     "secretariat", "acronym", "firm", "offer", "offer_after", "department", "abbreviation", "tail"})  # fmt: skip
PATTERNS = tuple(
    (form, re.compile(rf"(?<![\w-]){pattern}(?P<genitive>['’]?s|['’](?!\w))?(?!\w|-\w)" if form != "counted" else rf"(?<![\w-]){pattern}(?P<genitive>['’]?s)?(?!\w)"))
    for form, pattern in FORMS
)
