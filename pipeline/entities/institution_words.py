"""The words that bodies and offers are named with in Danish minutes."""

# The last part of a one-word body; what stands before it makes the name: "Handicaprådet", not "Rådet".
BODIES = (
    r"udvalget|(?<!om)rådet|nævnet|ministeriet|styrelsen|direktoratet|tilsynet|kredsen|kommissionen|klyngen|formandskabet|"
    r"forvaltningen|sekretariatet|domstolen|sygehuset|hospitalet|universitetet|centeret|centret|huset|ambulatoriet|"
    r"klinikken|psykiatrien|foreningen|forbundet|forummet|forum|udvalg|ministerium|forsorgen|gruppen|fonden|styrelse"
)
# Bodies that every forum, council or region has one of: their bare word is a name already.
BARE = (
    r"Forretningsudvalget|Formandskabet|Regionsrådet|Byrådet|Kommunalbestyrelsen|Samrådet|Folketinget|Regionen|"
    r"Forvaltningen|Socialtilsynet|Direktørkredsen|Forummet|Psykiatrien|Borgerservice|Visitationen"
)
LOWER_CASE = (
    r"(?<!\bi )regionen|forretningsudvalget|regionsrådet|socialtilsynet|samrådet|psykiatrisygehuset|"
    r"[a-zæøå]*forummet|[a-zæøå]{4,}forum"
)
# Words for groups and for parts of one's own house: no names, also where a sentence begins with them.
GENERAL = frozenset(
    """
    Arbejdsgruppen Styregruppen Følgegruppen Projektgruppen Målgruppen Gruppen Brugergruppen Ledergruppen Aldersgruppen
    Referencegruppen Borgergruppen Personalegruppen Medarbejdergruppen Faggruppen Udvalget Rådet Nævnet Styrelsen
    Ministeriet Sekretariatet Centret Centeret Huset Klinikken Ambulatoriet Foreningen Fonden Kredsen Klyngen Hospitalet
    Sygehuset Politiet Tilsynet Forum Udvalg Fælleshuset Bestyrelsen Kommunen Byggetilsynet Personkredsen Ejerkredsen
    Medlemskredsen Vennekredsen Kundekredsen Jobcentret Jobcenteret Rusmiddelcentret Krisecentret Universitetet
    Underudvalget Distriktspsykiatrien Lokalpsykiatrien Socialpsykiatrien Ungdomspsykiatrien Voksenpsykiatrien
    Børnepsykiatrien Retspsykiatrien Behandlingspsykiatrien Sundhedscentret Erhvervshuset Hovedhuset Sundhedshuset
    Forbundet Forvaltningen Byggeudvalget Samarbejdsudvalg Styrelse Kontaktudvalg Brugerrådet Pårørenderådet
    Bruger-pårørenderådet Beboerrådet Forummet Behandlingscentret Misbrugscentret Aktivitetscentret Naboklyngen
    """.split()  # noqa: SIM905
) - {"Forvaltningen", "Forummet"}

# A name of its own follows these: "Jobcenter Vejen", "Socialtilsyn Syd".
HEADS = (
    r"Socialtilsyn|KKR|PLO|DI|Jobcenter|Rusmiddelcenter|Rusmiddelhuset|Misbrugscenter|Plejecenter|Sprogcenter|"
    r"Kommunikationscenter|Frivilligcenter|Frivilligcentret|Sundhedscenter|Behandlingscenter|Socialcenter|Børnehus|"
    r"Regionspsykiatrien|Psykiatrisk (?:Afdeling|Center)|Retspsykiatrisk Afdeling|Regionshospitalet|Hospitalsenheden|"
    r"Hospitalsenhed|Sygehus|Erhvervshus|Erhvervsskolen|Professionshøjskolen|University College|UC|Arbejdsmarkedskontor|"
    r"Selvhjælp|Nabohjælp|Velkomsthus|Kattegat|Socialforum|Velfærdsforum|Rammeaftaleforum|Socialdirektørforum|"
    r"Sundhedsdirektørforum|Dialogforum|Sundhedsforum|Kommunaldirektørkredsen|Klynge|RAR|SOSU|Krisecenter|VISO|AMU|FGU|"
    r"Sundhedsklynge|Landsforeningen|Boligforeningen|Grundejerforeningen|Ældreboligselskabet|Boligselskabet|Dansk"
).replace("|Kattegat", "")
# So do these, and the name is used alone afterwards: "Bostedet Fjordager", then "Fjordager".
OFFER_HEADS = (
    r"Bostedet|Botilbuddet|Botilbud|Bofællesskabet|Opholdsstedet|Døgninstitutionen|Børnehuset|Børnehusene|Kvindehuset|"
    r"Ungehuset|Forsorgshjemmet|Herberget|Natherberget|Plejehjemmet|Afsnit|Alkoholambulatoriet|Alkoholambulatorierne|"
    r"Alkoholambulatorium|Ambulatoriet|Klinikken|Kursusstedet|Krisecentret|Krisecenteret|Behandlingscentret|Kollegiet|"
    r"Specialskolen|Familieambulatoriet|Foreningen|Fonden|Hotel|Værestedet|Væresstedet|Aktivitetscentret|Pårørendegruppen|"
    r"Plejecentret|Center|Hospice|Socialpsykiatrisk Center|Dagtilbuddet|Behandlingsstedet|Institutionen"
)
# A name follows the small word, and the name alone is the mention: "botilbuddet Skrænten".
OFFERS = (
    r"[a-zæøå]*(?:tilbuddet|stedet|fællesskabet|institutionen|hjemmet|centret|centeret|herberget|afsnittet|huset|kollegiet|"
    r"skolen|foreningen|leverandøren|firmaet|virksomheden|fonden|selskabet|klinikken|rådgivningen|afdelingen|"
    r"ambulatoriet|caféen|organisationen|fritidsklubben)|"
    r"(?:privat|private|kommunale|regionale|selvejende|nye) (?:bo|døgn|dag|be)?(?:tilbud|sted|hus|behandlingssted)|"
    r"afdeling|lægebolig|"
    r"(?:under|med) navnet|ved navn|kaldet|kaldes|hedder|hedde|døbt"
)
# What an offer is called where its name comes first: "Strandhøj, et privat bosted".
OFFER_NOUNS = (
    r"(?:bo|døgn|dag|aktivitets|behandlings|væresteds|akut)?(?:tilbud|bosted|opholdssted|værested|institution|krisecenter|"
    r"bofællesskab|botilbud|forsorgshjem|herberg|plejehjem|plejecenter|behandlingssted|specialskole)"
)
# The name stands before these: "Fyns Politi", "Viborg Byråd", "Odense Universitetshospital".
TAILS = (
    r"Politi|Byråd|Kommunalbestyrelse|Universitet|Universitetshospital(?: Psykiatrien)?|Sygehus|Hospital|Havn|"
    r"[Rr]usmiddelcenter|[Mm]isbrugscenter|Brandvæsen|Beredskab|Trafikselskab|Amt|Stift|Krisecenter|Jobcenter|Byret|"
    r"Professionshøjskole|Elnet|A/S|ApS|I/S|P/S|Venner|Rådgivning|Akademi|Skole|Efterskole|Højskole|Produktionsskole"
)
# A body's noun inside a name of several words: "Fynsk Velfærdssekretariat", "Fælles Hjælpemiddeldepot Fyn".
NOUNS = (
    r"sekretariat|depot|center|forum|bestyrelse|netværk|kontor|styregruppe|følgegruppe|analysegruppe|udvalg|råd|institut|"
    r"forening|forbund|selskab|organisation|landsorganisation|fællesskab|styrelse|klinik|psykiatri|forvaltning|fond|"
    r"akademi|kommission|nævn|kreds|enhed|funktion|laboratorium|museum|bibliotek|skole|højskole|handicaporganisationer"
)
# Parts that municipal departments are named with: "Teknik og Miljø", "Børn, Unge og Familie".
AREAS = (
    r"Økonomi|Løn|Social|Sundhed|Teknik|Miljø|Kultur|Fritid|Senior|Omsorg|Børn|Unge|Skole|Skoler|Familie|Familier|"
    r"Beskæftigelse|Arbejdsmarked|Arbejdmarked|Borger|Digitalisering|It|IT|HR|Personale|Psykiatri|Handicap|Ældre|Voksen|"
    r"Voksne|Plan|By|Land|Natur|Erhverv|Udvikling|Byg|Vej|Park|Dagtilbud|Læring|Uddannelse|Integration|Stab|Ledelse|"
    r"Politik|Kommunikation|Misbrug|Forebyggelse|Bolig|Trafik|Klima|Energi|Ejendomme|Jura|Indkøb|Udbud|Analyse|Data|"
    r"Velfærd|Pleje|Rehabilitering|Genoptræning|Job|Ydelse|Vækst|Service|Sikkerhed|Beredskab|Drift|Anlæg|Rusmidler|"
    r"Socialpsykiatri|Forældre|Hørelse|Myndighed|Udsatte|Fællesskab|Dannelse|Idræt|Borgerservice|Kvalitet"
)
