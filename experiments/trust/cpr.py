"""Are CPR numbers found in whatever form minutes print them, and other numbers left alone?

    python experiments/trust/cpr.py [--seed 11] [--misses]

Invents 300 sentences with a CPR number and 300 with another number that looks like one, from two tables
of forms, and prints precision and recall of `pipeline.text.find_cpr`. Every number is drawn at random.
"""

import argparse
import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.text import find_cpr

EACH = 300
_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence, and where in it a CPR number stands; None where there is none."""

    text: str
    span: tuple[int, int] | None


def _day(random_: random.Random) -> str:
    day = dt.date(1925, 1, 1) + dt.timedelta(days=random_.randrange(35_000))
    return f"{day:%d%m%y}"


def _parts(random_: random.Random) -> tuple[str, str]:
    """Return a day and four digits that pass the check digit, as numbers issued before 2007 do."""
    while True:
        day, three = _day(random_), f"{random_.randrange(400):03}"
        total = sum(int(sign) * weight for sign, weight in zip(day + three, _WEIGHTS, strict=True))
        if total % 11 != 1:
            return day, f"{three}{-total % 11}"


def _newer(random_: random.Random) -> tuple[str, str]:
    """Return a day and any four digits, as numbers issued since 2007 may have."""
    return _day(random_), f"{random_.randrange(4000):04}"


def _dotted(day: str) -> str:
    return f"{day[:2]}.{day[2:4]}.{day[4:]}"


_FORMS: tuple[Callable[[str, str], str], ...] = (
    lambda day, four: f"{day}-{four}",
    lambda day, four: f"{day}\N{EN DASH}{four}",
    lambda day, four: f"{day}\N{NON-BREAKING HYPHEN}{four}",
    lambda day, four: f"{day}\N{HYPHEN}{four}",
    lambda day, four: f"{day}\N{MINUS SIGN}{four}",
    lambda day, four: f"{day}\N{EM DASH}{four}",
    lambda day, four: f"{day} - {four}",
    lambda day, four: f"{day}- {four}",
    lambda day, four: f"{day} -{four}",
    lambda day, four: f"{day}\N{NO-BREAK SPACE}\N{EN DASH}\N{NO-BREAK SPACE}{four}",
    lambda day, four: f"{_dotted(day)}-{four}",
    lambda day, four: f"{day}-{four[:2]} {four[2:]}",
    lambda day, four: f"{day[:2]} {day[2:4]} {day[4:]}-{four}",
    lambda day, four: f"{day}-\n{four}",
)
_BARE: tuple[Callable[[str, str], str], ...] = (
    lambda day, four: f"{day}{four}",
    lambda day, four: f"{day} {four}",
)
_AMID = (
    "Borgeren ({}) har klaget over afgørelsen.",
    "Klagen fra Åse Bæk, {}, blev drøftet.",
    "Udvalget behandlede sagen vedrørende {}.",
    "Vedr. {}: bevilling af ledsagelse",
    "Sag om aflastning til {} og hendes søn.",
    "CPR-nr.{} flytter til botilbuddet Åkanden.",
    "cpr: {}; opholdskommune er uændret",
    "Født {}, bor på Søgården.",
    "Regionen har modtaget en henvendelse fra {}.",
    "Se {} i det lukkede bilag.",
    "- {} (anbragt siden 2019)",
)
_CALLED = (
    "CPR {} flytter ud den 1. maj 2021.",
    "CPR-nr. {} er visiteret til 12 timer.",
    "Borgerens cpr-nummer er {}, oplyser forvaltningen.",
    "Personnummer: {}",
    "cprnr.{} indstilles til tilbuddet",
)


_OTHERS: tuple[Callable[[random.Random], str], ...] = (
    lambda r: (
        f"KLE {r.randrange(10, 30)}.{r.randrange(1, 13):02}.{r.randrange(10, 90)}-P20-1-{r.randrange(10, 30)}"
    ),
    lambda r: f"Sagsnr. {r.randrange(2010, 2026)}-{r.randrange(100_000, 999_999)}",
    lambda r: f"Sagsnr.: {_day(r)}-{r.randrange(2010, 2026)}",
    lambda r: f"J.nr. {_day(r)}-{r.randrange(1000, 9999)}",
    lambda r: f"Dok.nr. {_day(r)}{r.randrange(1000, 9999)}",
    lambda r: f"sag EMN-20{r.randrange(10, 26)}-{_day(r)}",
    lambda r: f"{_day(r)}-{r.randrange(100, 999)}",
    lambda r: f"{_day(r)}-{r.randrange(10_000, 99_999)}",
    lambda r: f"{_day(r)}-{r.randrange(1000, 9999)}-{r.randrange(1, 9)}",
    lambda r: f"{r.randrange(1000, 9999)}-{_day(r)}{r.randrange(1000, 9999)}",
    lambda r: f"reg.nr. {r.randrange(1000, 9999)} kontonr. {_day(r)}{r.randrange(1000, 9999)}",
    lambda r: f"konto {r.randrange(1000, 9999)} {_day(r)}{r.randrange(1000, 9999)}",
    lambda r: f"EAN 5798{r.randrange(10**8, 10**9)}",
    lambda r: f"EAN-nummer: 57 98 00 {_day(r)} {r.randrange(100, 999)}",
    lambda r: f"tlf. {r.randrange(20, 99)} {r.randrange(10, 99)} {r.randrange(10, 99)} {r.randrange(10, 99)}",
    lambda r: f"telefon +45 {r.randrange(20_000_000, 99_999_999)}",
    lambda r: f"CVR {r.randrange(10_000_000, 99_999_999)}",
    lambda r: f"CVR-nr. {r.randrange(10_000_000, 99_999_999)}, P-nr. 10{_day(r)}{r.randrange(10, 99)}",
    lambda r: f"faktura {_day(r)}-{r.randrange(1000, 9999)}",
    lambda r: f"den {_dotted(_day(r))} kl. {r.randrange(10, 20)}.{r.randrange(10, 59)}",
    lambda r: f"{_dotted(_day(r))} - {r.randrange(1000, 4000)} pladser",
    lambda r: f"{_dotted(_day(r))}-{_dotted(_day(r))}",
    lambda r: f"01.01.{r.randrange(2001, 2024)}-31.12.{r.randrange(2001, 2024)}",
    lambda r: f"perioden {_day(r)[:4]}{r.randrange(2010, 2026)}-{_day(r)[:4]}{r.randrange(2010, 2026)}",
    lambda r: f"{_day(r)} - {r.randrange(1000, 4000)} kr.",
    lambda r: f"{r.randrange(100, 999)}.{r.randrange(100, 999)}-{r.randrange(1000, 9999)} kr.",
    lambda r: f"{_day(r)} {r.randrange(1000, 4000)} {r.randrange(1000, 4000)} {r.randrange(1000, 4000)}",
    lambda r: f"{_day(r)},{r.randrange(10, 99)}-{r.randrange(1000, 9999)}",
    lambda r: f"sagsid {_day(r)}{r.randrange(1000, 9999)}",
    lambda r: f"matrikelnr. {_day(r)}-{r.randrange(1000, 9999)}",
    lambda r: f"{r.randrange(45, 99)}{r.randrange(13, 99)}{r.randrange(10, 99)}-{r.randrange(1000, 9999)}",
    lambda r: f"https://example.dk/sag/{_day(r)}{r.randrange(10_000, 99_999)}.pdf",
    lambda r: f"{r.randrange(10, 30)}/{_day(r)[:5]}",
    lambda r: f"referencen {_day(r)}{r.randrange(1000, 9999)}",
    lambda r: f"tilskud på {_day(r)} {r.randrange(1000, 9999)}",
    lambda r: f"vedtægt af 20{_day(r)[4:]}{_day(r)[:4]}",
)
_AMONG = ("{}", "Udvalget drøftede {}.", "Bilag: {}", "Oplyst i alt: {}, jf. bilag 2", "Ærø ({})")


def sentences(seed: int = 11) -> tuple[Sentence, ...]:
    """Return `EACH` sentences with a CPR number and as many with another number."""
    random_ = random.Random(seed)  # noqa: S311 - invented sentences are no secret
    return (*_with(random_), *_without(random_))


def _with(random_: random.Random) -> Iterator[Sentence]:
    for at in range(EACH):
        called, bare = at % 5 == 0, at % 10 == 0 or at % 30 == 1
        form = random_.choice(_BARE if bare else _FORMS)
        number = form(*random_.choice((_parts, _newer))(random_))
        frame = random_.choice(_CALLED if called else _AMID)
        start = frame.index("{}")
        yield Sentence(text=frame.format(number), span=(start, start + len(number)))


def _without(random_: random.Random) -> Iterator[Sentence]:
    for at in range(EACH):
        yield Sentence(text=random_.choice(_AMONG).format(_OTHERS[at % len(_OTHERS)](random_)), span=None)


def measure(asked: tuple[Sentence, ...]) -> tuple[float, float, list[Sentence]]:
    """Return precision, recall, and the sentences in which anything but the number itself was found."""
    found = [list(find_cpr(one.text)) for one in asked]
    right = sum(one.span in spans for one, spans in zip(asked, found, strict=True))
    wrong = [
        one for one, spans in zip(asked, found, strict=True) if spans != ([one.span] if one.span else [])
    ]
    return right / sum(map(len, found)), right / sum(one.span is not None for one in asked), wrong


def main() -> None:
    """Print precision and recall, and on request what was missed or found wrongly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    asked = sentences(options.seed)
    precision, recall, wrong = measure(asked)
    print(f"{len(asked)} sentences: precision {precision:.3f}, recall {recall:.3f}")
    for one in wrong if options.misses else ():
        print(f"  {one.text!r} {one.span or 'none'}")


if __name__ == "__main__":
    main()
