"""Three invented minutes, one in each layout that the program knows, and how they are cut."""

from pipeline.domain import Minutes
from pipeline.minutes import Document, segment

WEB = """Møde i Velfærdsforum Ærø den 3. maj 2021

Udgivet 10.05.2021

UDVALG

Velfærdsforum Ærø

MØDE

Møde i Velfærdsforum Ærø den 3. maj 2021

STED

Ærøskøbing Rådhus

STARTTIDSPUNKT

{start}

SLUTTIDSPUNKT

{end}


PUNKTER

1. Godkendelse af referat

3. Åbning af botilbuddet Søhesten

4. Eventuelt


1. Godkendelse af referat

Beslutning

Godkendt.

Godkendelse af referat

Baggrund
Referat fra den 1. marts 2021.

3. Åbning af botilbuddet Søhesten

Åbning af botilbuddet Søhesten

\u00a0

Baggrund

Søhesten får fire pladser:

 1. to til unge
 2. to til voksne

Indstililng

Forretningsudvalget indstiller, at åbningen godkendes.

Beslutning

Godkendt. Punkt 4 drøftes senere.

Bilag

- Notat om Søhesten.pdf
Økonomi 2021.xlsx

4. Eventuelt

Eventuelt

Intet.
"""

PDF = """REFERAT Socialforum Møn d. 04-06-2020

Mødedato Torsdag d. 4. juni 2020 kl. 09:00

Mødested Stege Rådhus

Indholdsfortegnelse

Nye pladser til unge med spiseforstyrrelser og samtidig psykisk sygdom i kommunerne på Møn og Lolla\t3
Eventuelt.....\t4

Punkt 1: Nye pladser til unge med spiseforstyrrelser og samtidig psykisk sygdom i kommunerne på Møn og Lolland

Baggrund

Der mangler pladser.

Beslutning

Drøftet.

Punkt 2: Eventuelt

Beslutning

Intet.
"""

MUNICIPAL = """Social- og Psykiatriudvalget

Referat

Mødedato: 14. maj 2019
Mødetidspunkt: 15:00 - 18:10
Mødested: Hjørneby Rådhus

Punkter på dagsordenen:
1. Budgetopfølgning
2. Påbud til Skrænten

1. Budgetopfølgning

Sagsnr. 00.30.14-S00-1-19

Resumé
Forbruget er for højt.

Sagsfremstilling
Der mangler 2 mio. kr.
2. halvår bliver bedre.

Beslutning i Social- og Psykiatriudvalget den 14-05-2019
Godkendt.

Fraværende: Åse Lund

2. Påbud til Skrænten

Resumé
Påbuddet er ophævet.

Beslutning
Til efterretning.
"""


def web(start: str = "2021-05-03 09:00", end: str = "2021-05-03 12:30") -> str:
    return WEB.format(start=start, end=end)


def cut(text: str, name: str = "minutes.txt") -> Minutes:
    return segment(Document(name=name, text=text))
