"""Work in progress: the page of a job, its lines as they come, and a button that cancels it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from pipeline.app import jobs
from pipeline.app.door import to_line
from pipeline.web import adding, models
from pipeline.web.safety import check_csrf
from pipeline.web.site import MOST_NUMBER, Asked, Page, whole_number

router = APIRouter()
Number = Annotated[int, Path(ge=1, le=MOST_NUMBER)]
After = Annotated[int, Query(ge=0, le=MOST_NUMBER)]
EVERY = 0.4
"""Seconds between two looks at a job that someone watches."""


@router.get("/job/{number}")
def job(page: Asked, number: Number) -> HTMLResponse:
    """Return a job: what it told so far, and what came of it."""
    view = jobs.read_job(page.session, page.site.jobs, number)
    return adding.files_of(page, view) if view.job.kind == "add" else models.done(page, view)


@router.post("/job/{number}/afbryd", dependencies=[Depends(check_csrf)])
def cancel(page: Asked, number: Number) -> RedirectResponse:
    """Cancel a job, and show it."""
    page.session.archive.cancel_job(number)
    return RedirectResponse(f"/job/{number}", status_code=303)


@router.get("/job/{number}/events")
def events(page: Asked, request: Request, number: Number, after: After = 0) -> StreamingResponse:
    """Return the lines of a job as they come (server-sent events), and at last that it is over."""
    jobs.read_job(page.session, page.site.jobs, number)  # answers 404 while it still can
    last = whole_number(request.headers.get("last-event-id", ""))
    lines = _lines(page, number, after if last is None else min(last, MOST_NUMBER))
    return StreamingResponse(lines, media_type="text/event-stream", headers={"Cache-Control": "no-store"})


async def _lines(page: Page, number: int, after: int) -> AsyncIterator[str]:
    while not await page.request.is_disconnected():
        view = await run_in_threadpool(jobs.read_job, page.session, page.site.jobs, number, after)
        for line in view.lines:
            after = line.position
            told = {"subject": line.subject, "step": line.step, "text": line.text}
            yield f"id: {after}\ndata: {to_line(told)}\n\n"
        if view.job.state.over:
            yield f"event: over\ndata: {to_line({'state': view.state})}\n\n"
            return
        await asyncio.sleep(EVERY)
