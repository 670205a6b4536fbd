"""The words that bodies and offers are named with in Danish minutes."""

from pipeline.entities.common_words import alternation, words

# The last part of a one-word body; what stands before it makes the name: "Handicaprådet", not "Rådet".
BODIES = alternation(r"""
    udvalget (?<!om)rådet nævnet ministeriet styrelsen direktoratet tilsynet kredsen kommissionen
    klyngen formandskabet forvaltningen sekretariatet domstolen sygehuset hospitalet universitetet
    centeret centret huset ambulatoriet klinikken psykiatrien foreningen forbundet forummet forum udvalg
    ministerium forsorgen gruppen fonden styrelse
""")
# Bodies that every forum, council or region has one of: their bare word is a name already.
BARE = alternation(r"""
    Forretningsudvalget Formandskabet(?!_for_[a-zæøå]) Regionsrådet Byrådet
    Kommunalbestyrelsen Samrådet Folketinget Regionen Forvaltningen
    Socialtilsynet Direktørkredsen Forummet Psykiatrien Borgerservice Visitationen
""")
LOWER_CASE = alternation(r"""
    (?<!\bi_)regionen forretningsudvalget regionsrådet socialtilsynet samrådet psykiatrisygehuset
    [a-zæøå]*forummet [a-zæøå]{4,}forum
""")
# Words for groups and for parts of one's own house: no names, also where a sentence begins with them.
GENERAL = words("""
    Aktivitetscentret Aldersgruppen Ambulatoriet Arbejdsgruppen Beboerrådet Behandlingscentret
    Behandlingspsykiatrien Bestyrelsen Borgergruppen Bruger-pårørenderådet Brugergruppen Brugerrådet
    Byggetilsynet Byggeudvalget Børnepsykiatrien Centeret Centret Distriktspsykiatrien Ejerkredsen
    Erhvervshuset Faggruppen Fonden Forbundet Foreningen Forum Fælleshuset Følgegruppen Gruppen
    Hospitalet Hovedhuset Huset Jobcenteret Jobcentret Klinikken Klyngen Kommunen Kontaktudvalg Kredsen
    Krisecentret Kundekredsen Ledergruppen Lokalpsykiatrien Medarbejdergruppen Medlemskredsen
    Ministeriet Misbrugscentret Målgruppen Naboklyngen Nævnet Personalegruppen Personkredsen Politiet
    Projektgruppen Pårørenderådet Rådhuset Referencegruppen Retspsykiatrien Rusmiddelcentret Rådet
    Samarbejdsudvalg Sekretariatet Socialpsykiatrien Styregruppen Styrelse Styrelsen Sundhedscentret
    Sundhedshuset Sygehuset Tilsynet Udvalg Udvalget Underudvalget Ungdomspsykiatrien Universitetet
    Vennekredsen Voksenpsykiatrien
""")
# Branches of a service that several bodies have: "Børne- og ungdomspsykiatrien".
BRANCH = r"\w+(?:-,? og| og|-, \w+- og) (?:ungdoms|voksen|børne|rets|social|ældre)psykiatrien"
# Abbreviations that are no body's, though somebody may "have" or "hold" them.
NOT_A_BODY = words("""
    AC ADHD AMR BPA CPR DPO EPJ ESDH EU FGU FMK GPS HR IKT IT OK PDF PPR PTSD SOSU SSP STU TR VUM
""")

# A name of its own follows these: "Jobcenter Vejen", "Socialtilsyn Syd".
HEADS = alternation("""
    Socialtilsyn KKR PLO DI Jobcenter Rusmiddelcenter Rusmiddelhuset Misbrugscenter Plejecenter
    Sprogcenter Kommunikationscenter Frivilligcenter Frivilligcentret Sundhedscenter Behandlingscenter
    Socialcenter Børnehus Regionspsykiatrien Psykiatrisk_Afdeling Psykiatrisk_Center
    Retspsykiatrisk_Afdeling Regionshospitalet Hospitalsenheden Hospitalsenhed Sygehus Erhvervshus
    Erhvervsskolen Professionshøjskolen University_College UC Arbejdsmarkedskontor Selvhjælp Nabohjælp
    Velkomsthus Socialforum Velfærdsforum Rammeaftaleforum Socialdirektørforum Sundhedsdirektørforum
    Dialogforum Sundhedsforum Kommunaldirektørkredsen Klynge RAR SOSU Krisecenter VISO AMU FGU
    Sundhedsklynge Landsforeningen Boligforeningen Grundejerforeningen Ældreboligselskabet
    Boligselskabet Dansk
""")
# So do these, and the name is used alone afterwards: "Bostedet Fjordager", then "Fjordager".
OFFER_HEADS = alternation("""
    Bostedet Botilbuddet Botilbud Bofællesskabet Opholdsstedet Døgninstitutionen Børnehuset Børnehusene
    Kvindehuset Ungehuset Forsorgshjemmet Herberget Natherberget Plejehjemmet Afsnit Alkoholambulatoriet
    Alkoholambulatorierne Alkoholambulatorium Ambulatoriet Klinikken Kursusstedet Krisecentret
    Krisecenteret Behandlingscentret Kollegiet Specialskolen Familieambulatoriet Foreningen Fonden Hotel
    Værestedet Væresstedet Aktivitetscentret Pårørendegruppen Plejecentret Center Hospice
    Socialpsykiatrisk_Center Dagtilbuddet Behandlingsstedet Institutionen
""")
# A name follows the small word, and the name alone is the mention: "botilbuddet Skrænten".
OFFERS = "|".join((
    alternation(r"""
    [a-zæøå]*(?:tilbuddet|stedet|fællesskabet|institutionen|hjemmet|centret|centeret|herberget|afsnittet)
    [a-zæøå]*(?:huset|kollegiet|skolen|foreningen|leverandøren|firmaet|virksomheden|fonden|selskabet)
    [a-zæøå]*(?:klinikken|rådgivningen|afdelingen|ambulatoriet|caféen|organisationen|fritidsklubben)
    [Tt]ilbuddet afdeling lægebolig under_navnet med_navnet ved_navn kaldet kaldes hedder hedde døbt
    """),
    r"(?:privat|private|kommunale|regionale|selvejende|nye) (?:bo|døgn|dag|be)?(?:tilbud|sted|hus)",
))  # fmt: skip
# What an offer is called where its name comes first: "Strandhøj, et privat bosted".
OFFER_NOUNS = alternation(r"""
    (?:bo|døgn|dag|aktivitets)?tilbud bosted opholdssted (?:døgn)?institution krisecenter bofællesskab
    værested forsorgshjem herberg plejehjem plejecenter behandlingssted specialskole
""")
# The name stands before these: "Fyns Politi", "Viborg Byråd", "Odense Universitetshospital".
TAILS = alternation("""
    Politi Byråd Kommunalbestyrelse Universitet Universitetshospital(?:_Psykiatrien)? Sygehus Hospital
    Havn [Rr]usmiddelcenter [Mm]isbrugscenter Brandvæsen Beredskab Trafikselskab Amt Stift Krisecenter
    Jobcenter Byret Professionshøjskole Elnet A/S ApS I/S P/S Venner Rådgivning Akademi Skole Efterskole
    Højskole Produktionsskole
""")
# A body's noun inside a name of several words: "Fynsk Velfærdssekretariat", "Fælles Hjælpemiddeldepot Fyn".
NOUNS = alternation("""
    sekretariat depot center forum bestyrelse netværk kontor styregruppe følgegruppe analysegruppe
    udvalg råd institut forening forbund selskab organisation landsorganisation fællesskab styrelse
    klinik psykiatri forvaltning fond akademi kommission nævn kreds enhed funktion laboratorium museum
    bibliotek skole højskole handicaporganisationer
""")
GROUPS = alternation("""
    arbejdsgruppe styregruppe analysegruppe følgegruppe forum udvalg sekretariat socialsekretariat
    funktion råd center
""")
# Bodies whose purpose follows: "Samrådet for ...", "Center for ...".
COUNCILS = alternation("""
    Samrådet Direktørkredsen Foreningen Landsforeningen Landsorganisationen Rådet Nævnet Ministeriet
    Styrelsen Afdelingen Styregruppen Følgegruppen uddannelsesudvalget
""")
CENTRES = alternation("""
    Center Centeret Centret Institut Klinik Afdeling Forskningsenheden Enheden Videnscenter Videncenter
""")
# Parts that municipal departments are named with: "Teknik og Miljø", "Børn, Unge og Familie".
AREAS = alternation("""
    Økonomi Løn Social Sundhed Teknik Miljø Kultur Fritid Senior Omsorg Børn Unge Skole Skoler Familie
    Familier Beskæftigelse Arbejdsmarked Borger Digitalisering It IT HR Personale Psykiatri Handicap
    Ældre Voksen Voksne Plan By Land Natur Erhverv Udvikling Byg Vej Park Dagtilbud Læring Uddannelse
    Integration Stab Ledelse Politik Kommunikation Misbrug Forebyggelse Bolig Trafik Klima Energi
    Ejendomme Jura Indkøb Udbud Analyse Data Velfærd Pleje Rehabilitering Genoptræning Job Ydelse Vækst
    Service Sikkerhed Beredskab Drift Anlæg Rusmidler Socialpsykiatri Forældre Hørelse Myndighed Udsatte
    Fællesskab Dannelse Idræt Borgerservice Kvalitet
""")
# What only somebody does: before these an unknown abbreviation is a body's.
AGENT = alternation("""
    indstiller oplyser oplyste anbefaler anbefalede foreslår foreslog ønsker ønskede godkender godkendte
    drøfter drøftede orienterer orienterede beslutter besluttede vurderer vurderede meddeler meddelte
    tilbyder varetager opfordrer opfordrede udarbejder deltager deltog holdt ansatte bakker bakkede
    afventer behandler behandlede mener beder bad
""")
