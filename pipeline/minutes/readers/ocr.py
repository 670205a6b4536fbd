"""A scanned PDF read with OCR: ocrmypdf lays a text over its pictures."""

import importlib.util
import shutil
import subprocess
import sys

from pipeline.errors import SourceError

LANGUAGE = "dan"
_PROGRAMS = {"tesseract": "tesseract-ocr", "gs": "ghostscript"}
"""The Debian package of each program that ocrmypdf runs."""


def add_text_layer(data: bytes, name: str) -> bytes:
    """Return the PDF called `name` with a text layer on the pages that had none.

    Raises:
        SourceError: what OCR needs is not installed, or OCR failed.
    """
    if missing := missing_packages():
        raise SourceError("ocr-not-installed", file=name, missing=" ".join(missing))
    command = ("-m", "ocrmypdf", "--language", LANGUAGE, "--skip-text", "--output-type", "pdf", "--quiet")
    done = subprocess.run(  # noqa: S603 - no part of the command is a user's
        [sys.executable, *command, "--rotate-pages", "--deskew", "-", "-"],
        input=data,
        capture_output=True,
        check=False,
    )
    if done.returncode or not done.stdout:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise SourceError("ocr-failed", file=name, reason=said[-1])
    return done.stdout


def missing_packages() -> tuple[str, ...]:
    """Return the packages that OCR needs and this machine lacks."""
    wheel = () if importlib.util.find_spec("ocrmypdf") else ("sagsspor[ocr]",)
    programs = tuple(package for program, package in _PROGRAMS.items() if shutil.which(program) is None)
    return (*wheel, *programs, *(() if _knows_danish() else (f"tesseract-ocr-{LANGUAGE}",)))


def _knows_danish() -> bool:
    if shutil.which("tesseract") is None:
        return False
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S607 - from PATH
    return LANGUAGE in listed.stdout.split()
