"""Scans: pages as pictures with noise, for OCR to read; and the text that a poor OCR makes of them."""

import io
import random
from collections.abc import Iterator
from typing import Any

import numpy as np
from content import Agenda
from pages import ONE_COLUMN, write_pdf

NOISE = 0.05
DPI = 200
TURN = 0.4
"""Degrees by which a page lies askew."""
MISREAD = {
    "rn": "m", "m": "rn", "ri": "n", "l": "1", "1": "l", "I": "l", "i": "í", "ø": "o", "Ø": "O", "å": "a",
    "æ": "ae", "o": "0", "0": "O", "e": "c", "c": "e", "t": "f", "f": "t", "h": "b", "b": "h", "u": "n",
    "n": "u", "S": "5", "5": "S", "B": "8", "8": "B", "g": "q", "d": "cl", "v": "y", ".": ",", ",": ".",
    "–": "-", ":": ".", "•": "e", "k": "lc", "s": "5", "a": "o", "r": "n", " ": "",
}  # fmt: skip
"""What OCR takes letters for; a blank is lost."""
BROKEN = 0.03
"""Share of the errors that break a line."""


def write_scan(agenda: Agenda) -> bytes:
    """Return a PDF of pictures: grey noise of 5 % of the range from black to white, each page askew."""
    return _pictures(agenda, _grey)


def write_specks(agenda: Agenda) -> bytes:
    """Return a PDF of pictures in which 5 % of the dots are black or white, whatever was there."""
    return _pictures(agenda, _specks)


def write_misread(agenda: Agenda) -> bytes:
    """Return text lines as OCR gives them, with 5 % of the characters wrong."""
    import pypdfium2

    pages = pypdfium2.PdfDocument(write_pdf(agenda, ONE_COLUMN))
    text = "\f".join(page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pages)
    return misread(text, random.Random(_seed(agenda))).encode()  # noqa: S311 - dice, not secrets


def misread(text: str, rng: random.Random) -> str:
    """Return a text with OCR's errors in 5 % of its characters."""
    return "".join(_misread(text, rng))


def _misread(text: str, rng: random.Random) -> Iterator[str]:
    at = 0
    # What cannot be misread is passed over, so those that can are drawn more often.
    share = NOISE * len(text) / sum(char in MISREAD for char in text)
    while at < len(text):
        length = 2 if text[at : at + 2] in MISREAD else 1
        char = text[at : at + length]
        if char not in MISREAD or rng.random() >= share:
            yield char
        elif rng.random() < BROKEN:
            yield f"{char}\n"
        else:
            yield MISREAD[char]
        at += length


def _pictures(agenda: Agenda, noise: Any) -> bytes:
    import pypdfium2
    from fpdf import FPDF
    from PIL import Image

    rng = np.random.default_rng(_seed(agenda))
    scan = FPDF(unit="pt", format="A4")
    for page in pypdfium2.PdfDocument(write_pdf(agenda, ONE_COLUMN)):
        clean = page.render(scale=DPI / 72, grayscale=True).to_pil()
        askew = clean.rotate(rng.uniform(-TURN, TURN), Image.Resampling.BICUBIC, fillcolor=255)
        dots = noise(np.asarray(askew, dtype=float), rng).clip(0, 255).astype("uint8")
        packed = io.BytesIO()
        Image.fromarray(dots).save(packed, "JPEG", quality=80)
        scan.add_page()
        scan.image(packed, x=0, y=0, w=scan.w, h=scan.h)
    return bytes(scan.output())


def _grey(dots: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return dots + rng.normal(0, NOISE * 255, dots.shape)


def _specks(dots: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    hit = rng.random(dots.shape) < NOISE
    return np.where(hit, rng.choice([0.0, 255.0], dots.shape), dots)


def _seed(agenda: Agenda) -> int:
    return agenda.meeting.date.toordinal()
