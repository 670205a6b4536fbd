"""Long work behind the pages: one job after the other, in a thread of this process, kept in the archive.

A kind of job is a `Kind`: a name, words for people, and a function that works. It is handed a
`Work`, tells it every step, and returns what came of it as plain JSON:

    def count_items(session: Session, work: Work) -> dict[str, Any]:
        meetings = session.archive.meetings()
        for at, one in enumerate(meetings, start=1):
            work.tell(f"{at} af {len(meetings)} møder talt")   # raises Stopped where it is cancelled
        return {"items": sum(one.items for one in meetings)}

    Kind(name="count", title="Tæl punkter", run=partial(count_items, session), resumable=True)

`open_jobs` of `pipeline/app/jobs.py` has the list of kinds; a page asks for a job with
`page.jobs.ask("count", {}, by=page.name)`, answers 303 to `/job/<number>`, and that page shows its
lines as they come and a button to cancel. The work of a resumable kind is done again from its beginning
after a stop of the server: `work.before` has the lines that were told until then. Work of any other
kind is reported as broken off.
"""

from pipeline.jobs.queue import Jobs as Jobs
from pipeline.jobs.work import Kind as Kind
from pipeline.jobs.work import Stopped as Stopped
from pipeline.jobs.work import Work as Work
