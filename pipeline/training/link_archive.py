"""What users said of links of the archive, for the fit."""

from pipeline.archive import Archive
from pipeline.discussions.documents import read_meeting
from pipeline.training.link_cases import RELATED
from pipeline.training.link_judged import NOT_JUDGED, Judged, JudgedPair


def read_judged(archive: Archive, encoder: str) -> Judged:
    """Return the links that were kept or rejected, with the items of the archive.

    Meetings whose vectors are another encoder's are left out, and links of them.
    """
    pairs = tuple(
        JudgedPair(item=ruling.item_id, earlier=ruling.other, grade=RELATED if ruling.holds else 0)
        for ruling in archive.link_rulings()
    )
    if not pairs:
        return NOT_JUDGED
    meetings = [stored.id for stored in archive.meetings() if archive.vectors(stored.id).encoder == encoder]
    return Judged(
        documents=[document for meeting in meetings for document in read_meeting(archive, meeting)],
        pairs=pairs,
    )
