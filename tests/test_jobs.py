"""Long work behind the pages: one job after the other, kept, cancellable, and taken up after a stop."""

import datetime as dt

import pytest

from pipeline.archive import Archive
from pipeline.domain import JobState
from pipeline.errors import CorrectionError, ItemNotFoundError
from pipeline.jobs import Jobs, Kind, Stopped


def count(work):
    for number in range(1, work.job.about["to"] + 1):
        work.tell(f"{number} møder læst", subject="møder")
    return {"counted": work.job.about["to"]}


def jobs_of(archive, run=count) -> Jobs:
    return Jobs(archive, [Kind(name="count", title="Tæl", run=run)])


def texts(archive, number):
    return [line.text for line in archive.job_lines(number)]


def test_a_job_is_done_and_what_it_told_and_found_is_kept(archive, tmp_path):
    jobs = jobs_of(archive)
    job = jobs.ask("count", {"to": 2}, by="Åse")
    assert archive.job(job.number).state is JobState.WAITING
    jobs.run_waiting()
    archive.close()
    with Archive.open(str(tmp_path / "archive.db")) as again:
        done = again.job(job.number)
        assert (done.state, done.result, done.by) == (JobState.DONE, {"counted": 2}, "Åse")
        assert done.asked <= done.begun <= done.ended
        assert texts(again, job.number) == ["1 møder læst", "2 møder læst"]


def test_jobs_are_done_in_the_order_they_were_asked_for(archive):
    order = []
    jobs = jobs_of(archive, lambda work: order.append(work.job.about["name"]) or {})
    for name in ("æ", "ø", "å"):
        jobs.ask("count", {"name": name})
    jobs.run_waiting()
    assert order == ["æ", "ø", "å"]


def test_a_job_that_is_cancelled_stops_at_its_next_step(archive):
    def cancelled_midway(work):
        work.tell("første")
        archive.cancel_job(work.job.number)
        work.tell("anden")
        pytest.fail("it went on")

    jobs = jobs_of(archive, cancelled_midway)
    job = jobs.ask("count", {})
    jobs.run_waiting()
    assert archive.job(job.number).state is JobState.CANCELLED
    assert texts(archive, job.number) == ["første", "anden"]


def test_a_job_cancelled_while_it_waits_is_never_begun(archive):
    jobs = jobs_of(archive, lambda work: pytest.fail("it began"))
    job = jobs.ask("count", {})
    assert archive.cancel_job(job.number).state is JobState.CANCELLED
    jobs.run_waiting()


def test_an_error_that_a_user_can_act_on_is_told_in_one_line_and_the_next_job_is_done(archive):
    def fail(work):
        if work.job.about:
            return {}
        raise CorrectionError("no-such-correction", number=7)

    jobs = jobs_of(archive, fail)
    failed, done = jobs.ask("count", {}), jobs.ask("count", {"to": 1})
    jobs.run_waiting()
    assert archive.job(failed.number).state is JobState.FAILED
    assert "7" in texts(archive, failed.number)[0]
    assert archive.job(done.number).state is JobState.DONE


def test_a_bug_fails_its_job_alone(archive, caplog):
    jobs = jobs_of(archive, lambda work: 1 / 0)
    job = jobs.ask("count", {})
    jobs.run_waiting()
    assert archive.job(job.number).state is JobState.FAILED
    assert "ZeroDivisionError" in caplog.text
    assert "log" in texts(archive, job.number)[0]


def test_what_ran_when_the_server_was_stopped_is_taken_up(archive):
    def stopped(work):
        work.tell("læst")
        raise Stopped

    first = jobs_of(archive, stopped)
    job = first.ask("count", {"to": 1})
    first.run_waiting()
    assert archive.job(job.number).state is JobState.RUNNING
    seen = []
    second = jobs_of(archive, lambda work: seen.append(work.before[0].text) or {})
    second.take_up()
    assert archive.job(job.number).state is JobState.DONE
    assert seen == ["læst"]


def test_a_job_of_a_kind_that_is_gone_is_reported(archive):
    job = jobs_of(archive).ask("count", {})
    Jobs(archive, []).run_waiting()
    assert archive.job(job.number).state is JobState.BROKEN_OFF


def test_the_thread_takes_what_is_asked_for_and_stops(archive):
    jobs = jobs_of(archive, lambda work: work.tell("læst") or done.append(1) or {})
    done = []
    jobs.start()
    job = jobs.ask("count", {})
    while not archive.job(job.number).state.over:
        pass
    jobs.stop()
    assert done == [1]


def test_a_job_that_is_not_there_is_an_error_of_one_line(archive):
    with pytest.raises(ItemNotFoundError, match="no job 12"):
        archive.cancel_job(12)


def test_what_was_over_long_ago_is_forgotten_unless_a_person_is_waited_for(archive):
    needed = Kind(name="keep", title="Behold", run=lambda work: {}, needed=lambda job: True)
    jobs = Jobs(archive, [Kind(name="count", title="Tæl", run=count), needed])
    old, kept = jobs.ask("count", {"to": 1}), jobs.ask("keep", {})
    jobs.run_waiting()
    waiting = jobs.ask("count", {"to": 1})
    jobs.forget(archive.job(old.number).ended)
    assert len(archive.jobs()) == 3
    jobs.forget(dt.datetime.now(dt.UTC) + dt.timedelta(days=1))
    assert {job.number for job in archive.jobs()} == {kept.number, waiting.number}
    assert not archive.job_lines(old.number)


def test_no_number_is_given_twice_though_all_are_forgotten(archive):
    jobs = Jobs(archive, [Kind(name="count", title="Tæl", run=count)])
    jobs.ask("count", {"to": 1})
    last = jobs.ask("count", {"to": 1})
    jobs.run_waiting()
    jobs.forget(dt.datetime.now(dt.UTC) + dt.timedelta(days=1))
    assert jobs.ask("count", {}).number == last.number + 1
