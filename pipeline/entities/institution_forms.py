"""How Danish builds the names of bodies: what a name ends with, begins with, and is joined by."""

import re

CAPITAL = r"[A-ZÆØÅ]"
WORD = rf"{CAPITAL}[\w’']*(?:-[\w’']+)*"
PLACE = rf"{WORD}(?:\s(?:og\s)?{WORD})?"

# The last part of one-word bodies; the first part makes it a name: "Handicaprådet", not "Rådet".
BODIES = (
    r"udvalget|rådet|nævnet|ministeriet|styrelsen|direktoratet|tilsynet|kredsen|kommissionen|klyngen|formandskabet|"
    r"forvaltningen|sekretariatet|domstolen|sygehuset|hospitalet|politiet|universitetet|centeret|centret|huset|"
    r"ambulatoriet|klinikken|psykiatrien|foreningen|forbundet|forummet|forum|udvalg|ministerium|forsorgen|gruppen"
)
# Bodies of which every forum or council has one: their bare word is a name already.
BARE = (
    "Forretningsudvalget", "Formandskabet", "Regionsrådet", "Byrådet", "Kommunalbestyrelsen", "Samrådet", "Folketinget",
    "Regionen", "Forvaltningen", "Socialtilsynet", "Direktørkredsen", "Forummet", "Psykiatrien",
)  # fmt: skip
LOWER_CASE = (
    "regionen",
    "forretningsudvalget",
    "regionsrådet",
    "socialtilsynet",
    "forummet",
    "dialogforummet",
)
# General words for groups and parts of the text's own house: no names, though written large at a sentence's head.
GENERAL = frozenset(
    "Arbejdsgruppen Styregruppen Følgegruppen Projektgruppen Målgruppen Gruppen Brugergruppen Ledergruppen Aldersgruppen "
    "Referencegruppen Udvalget Rådet Nævnet Styrelsen Ministeriet Sekretariatet Centret Centeret Huset Klinikken "
    "Ambulatoriet Foreningen Fonden Kredsen Klyngen Hospitalet Sygehuset Politiet Tilsynet Forum Udvalg Fælleshuset "
    "Bestyrelsen Kommunen Byggetilsynet Personkredsen Ejerkredsen Jobcentret Jobcenteret Rusmiddelcentret Krisecentret "
    "Universitetet Underudvalget Personalegruppen Distriktspsykiatrien Lokalpsykiatrien Socialpsykiatrien "
    "Ungdomspsykiatrien Voksenpsykiatrien Retspsykiatrien Behandlingspsykiatrien Sundhedscentret Erhvervshuset "
    "Borgergruppen Kundekredsen Vennekredsen Medlemskredsen Målgruppeforum".split()
)

# Words that a name of its own follows: "Jobcenter Vejen", "Bostedet Fjordager", "Foreningen Kilden".
HEADS = (
    r"Socialtilsyn|KKR|Jobcenter|Rusmiddelcenter|Rusmiddelhuset|Misbrugscenter|Krisecenter|Krisecentret|Bostedet|Botilbuddet|"
    r"Bofællesskabet|Opholdsstedet|Døgninstitutionen|Børnehus|Børnehuset|Børnehusene|Kvindehuset|Ungehuset|Forsorgshjemmet|"
    r"Herberget|Natherberget|Plejecenter|Plejehjemmet|Afsnit|Alkoholambulatoriet|Alkoholambulatorium|Ambulatoriet|Klinikken|"
    r"Kursusstedet|Boligforeningen|Grundejerforeningen|Foreningen|Landsforeningen|Fonden|Sprogcenter|Kommunikationscenter|"
    r"Regionspsykiatrien|Lokalpsykiatrien|Psykiatrisk\s(?:Afdeling|Center)|Retspsykiatrisk\sAfdeling|Regionshospitalet|"
    r"Hospitalsenheden|Hospitalsenhed|Sygehus|Sygehuset|Erhvervshus|Erhvervsskolen|Professionshøjskolen|"
    r"University\sCollege|UC|Frivilligcenter|Frivilligcentret|Sundhedscenter|Familieambulatoriet|Selvhjælp|"
    r"Behandlingscenter|Behandlingscentret|Kollegiet|Specialskolen|Socialforum|Velfærdsforum|Rammeaftaleforum|"
    r"Socialdirektørforum|Sundhedsforum|Klynge|RAR|SOSU|Statsadvokaten\si|Hotel|Center\sfor|Institut\sfor|"
    r"Styrelsen\sfor|Rådet\sfor|Klinik\sfor|Afdeling\sfor|Landsforeningen\s(?:af|for)|Foreningen\s(?:af|for)|Nævnet\sfor"
)
# Words that the name stands before: "Fyns Politi", "Viborg Byråd", "Odense Universitetshospital".
TAILS = (
    r"Politi|Byråd|Kommunalbestyrelse|Universitet|Universitetshospital|Sygehus|Hospital|Havn|Rusmiddelcenter|Misbrugscenter|"
    r"misbrugscenter|rusmiddelcenter|Universitetshospital\sPsykiatrien|Brandvæsen|Beredskab|Trafikselskab|Amt|Stift|"
    r"Krisecenter|Jobcenter|Byret|Professionshøjskole|A/S|ApS|I/S|P/S|amba|a\.m\.b\.a\."
)
# Small words for a place, before its own name written large: only the name is the mention.
OFFERS = (
    r"botilbuddet|bostedet|tilbuddet|opholdsstedet|bofællesskabet|institutionen|døgninstitutionen|børnehjemmet|krisecentret|"
    r"krisecenteret|forsorgshjemmet|herberget|plejecentret|plejecenteret|plejehjemmet|væresstedet|værestedet|døgntilbuddet|"
    r"dagtilbuddet|aktivitetscentret|behandlingsstedet|behandlingscentret|specialskolen|skolen|foreningen|organisationen|"
    r"afsnittet|børnehuset|kollegiet|leverandøren|firmaet|virksomheden|konsulenthuset|konsulentfirmaet|fonden|"
    r"boligforeningen|boligselskabet|socialvirksomheden"
)

COORDINATED = rf"(?:{WORD}-(?:,\s{WORD}-)*\sog\s)"
FORMS: tuple[tuple[str, str], ...] = (
    ("coordinated_body", rf"(?P<name>{CAPITAL}[\w]*-(?:,\s[\w]+-)*,?\s(?:og|samt)\s[\w-]*?(?:{BODIES}))"),
    (
        "ministry_for",
        rf"(?P<name>(?:Ministeriet|Styrelsen)\sfor\s{WORD}(?:,\s{WORD})*(?:\sog\s{WORD}(?:\s{WORD})?)?)",
    ),
    (
        "head",
        rf"(?P<name>(?:{HEADS})\s{WORD}(?:(?:\s|\sog\s|,\s(?=\S+\sog\s)){WORD})*?(?:\si\s(?:Region\s)?{WORD})?)(?=$|[^\w-]|['’]?s\b)",
    ),
    (
        "region",
        r"(?P<name>(?:(?:Psykiatrien|Sundhedssamarbejdsudvalget|Sundhedskoordinationsudvalget|Socialområdet)\s(?:i\s)?)?Region\s(?:Hovedstaden|Sjælland|Syddanmark|Midtjylland|Nordjylland|Østdanmark|H)(?:s\sPsykiatri)?)",
    ),
    ("tail", rf"(?P<name>{WORD}(?:\s(?:og\s)?{WORD}){{0,2}}?\s(?:{TAILS}))"),
    ("body", rf"(?P<name>{CAPITAL}[\w-]{{2,}}?(?:{BODIES}))"),
    ("bare_body", rf"(?P<name>{'|'.join(BARE)})"),
    ("lower_case_body", rf"(?P<name>{'|'.join(LOWER_CASE)})"),
    ("offer", rf"(?:{OFFERS})\s(?P<name>{WORD}(?:\s{WORD})?)"),
)
PATTERN = re.compile(
    "|".join(
        rf"(?P<{form}>(?<![\w-])(?:{pattern.replace('<name>', f'<{form}_name>')}))(?P<{form}_genitive>['’]?s)?(?![\w-])"
        for form, pattern in FORMS
    )
)
