"""The forms minutes are published in, one row each; a new form is a new row."""

import random

from pipeline.training.corpus import CorpusMeeting
from pipeline.training.publish import municipal, toc, web
from pipeline.training.publish.edition import Edition, Form, list_items, open_items
from pipeline.training.publish.items import ItemPrinter
from pipeline.training.publish.quirks import REGULAR, Quirks
from pipeline.training.publish.sheet import Sheet

FORMS = {
    form.name: form
    for form in (
        Form(name="web-2023", head=web.head_2023, item_style=web.style_2023),
        Form(name="web-2016", head=web.head_2016, item_style=web.style_2016),
        Form(name="web-2020", head=web.head_2020, item_style=web.style_2020),
        Form(name="pdf", head=toc.head, item_style=toc.style),
        Form(name="municipal", head=municipal.head, item_style=municipal.style),
    )
}


def lay_out(meeting: CorpusMeeting, form: str, *, quirks: Quirks = REGULAR, seed: int = 0) -> Sheet:
    """Return the rows of one meeting in one form; the same arguments give the same rows."""
    rng = random.Random(f"{seed} {form} {meeting.path.name}")  # noqa: S311 - dice, not secrets
    edition = Edition(source=meeting, items=open_items(meeting, quirks, rng), quirks=quirks, rng=rng)
    listed = list_items(edition)
    head = FORMS[form].head(edition, listed)
    printer = ItemPrinter(edition=edition, style=FORMS[form].item_style(edition))
    return Sheet(
        form=form,
        meeting=head.meeting,
        listed=listed,
        newline="\r\n" if quirks.crlf else "\n",
        rows=(*head.rows, *(row for item in edition.items for row in printer.rows(item))),
    )
