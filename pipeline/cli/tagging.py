"""`sagsspor tag`: minutes to tagged items, no archive needed."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.files import each_file
from pipeline.config import Config
from pipeline.serialize import link_to_json, to_json

if TYPE_CHECKING:  # not to hide a cycle: to keep the models out of `sagsspor --help`
    from pipeline.process import Finder, Processor

# What cannot be read is told a file at a time, not as wrong usage.
Files = Annotated[
    list[Path],
    typer.Argument(help="Minutes (txt, html, pdf, docx), or folders of them.", readable=False),
]
Related = Annotated[bool, typer.Option("--related", help="Also related earlier items, from the archive.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a meeting on stdout.")]


def tag(context: typer.Context, files: Files, related: Related = False, as_json: AsJson = False) -> None:
    """Cut minutes into items; print the themes and entities of each."""
    from pipeline.archive import Archive
    from pipeline.process import Finder, Processor

    config: Config = context.obj
    processor = Processor(config)
    if not related:
        _tag_all(files, processor, None, as_json=as_json)
        return
    with Archive.open_existing(config.archive.url) as archive:
        _tag_all(files, processor, Finder(processor, archive), as_json=as_json)


def _tag_all(files: list[Path], processor: "Processor", finder: "Finder | None", *, as_json: bool) -> None:
    from pipeline.cli.display import show_meeting
    from pipeline.process import Question, link_documents

    def tag_one(path: Path) -> None:
        processed = processor.process(processor.read(path))
        documents = link_documents(processed)
        links = [finder.to_document(document, Question()) if finder else () for document in documents]
        if as_json:
            found = to_json(processed.tagged)
            if finder:
                for item, row in zip(found["items"], links, strict=True):
                    item["related"] = [link_to_json(link) for link in row]
            typer.echo(json.dumps(found, ensure_ascii=False))
        else:
            show_meeting(processed.tagged, links)

    each_file(files, tag_one, doing="Tagging").close()
