"""What a publication site has that the archive has not is fetched, and added as files are."""

import datetime as dt
from dataclasses import replace

import pytest
from publication import LIST, PublicationSite, agenda_path, cut, page, says
from served import tiny_session

from pipeline.app.fetching import News, Wanted, fetch_site
from pipeline.app.files import Kept
from pipeline.errors import FetchError, NoAnswerError
from pipeline.fetching import Site

COAST, SCHOOL = "Kystudvalget på Ærø", "Skoleudvalget"
BRIDGE = ("Ny badebro", "Forvaltningen foreslår fire pladser ved broen.")
PIER = ("Molen", "Molen trænger til maling.")
EVERYTHING = Wanted()


@pytest.fixture(scope="module")
def nlp():
    return []


@pytest.fixture
def session(archive, encoder, word_links, tmp_path, nlp):
    session = tiny_session(archive, encoder, word_links, tmp_path)
    nlp or nlp.append(session.processor.nlp)  # made once: it takes a second
    vars(session.processor)["nlp"] = nlp[0]
    return session


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with PublicationSite() as server:
        server.publish(COAST, "a1", stamp="2021-05-06T09:00:00", date="2021-05-04", items=[BRIDGE, PIER])
        server.publish(SCHOOL, "b1", stamp="2021-06-03T09:00:00", date="2021-06-01", items=[PIER])
        yield server


@pytest.fixture
def fetch(session, server):
    """Fetch once more; return the report, what was told, and the paths that were asked for."""

    def fetch(wanted=EVERYTHING, watch=lambda meetings: meetings):
        told = []
        server.asked.clear()
        with Site(server.address, session.config.fetch, 1_000_000, lambda seconds: None) as site:
            report = fetch_site(site, session, wanted, watch, told.append)
        return report, told, server.paths

    return fetch


def news(report):
    return [(one.news, one.committee) for one in report.meetings]


def test_what_is_published_is_added_oldest_first(fetch, session):
    report, told, _ = fetch()
    assert news(report) == [(News.NEW, COAST), (News.NEW, SCHOOL)]
    assert [one.meeting_id for one in told if isinstance(one, Kept)] == [
        "kystudvalget-paa-aeroe/2021-05-04",
        "skoleudvalget/2021-06-01",
    ]
    assert "fire pladser" in session.archive.item("kystudvalget-paa-aeroe/2021-05-04/1").text


def test_it_asks_one_thing_at_a_time_and_never_for_documents(fetch, server):
    _, _, asked = fetch()
    assert asked == [LIST, agenda_path("a1"), agenda_path("b1")]
    assert server.most_at_once == 1


def test_what_was_fetched_is_not_asked_for_again(fetch):
    fetch()
    report, told, asked = fetch()
    assert (report.meetings, told, asked) == ((), [], [LIST])
    assert report.listed == 2


def test_what_is_published_anew_takes_the_place_of_what_was(fetch, server, session):
    fetch()
    changed = ("Ny badebro", "Udvalget vil hellere have en gangbro.")
    server.publish(COAST, "a1", stamp="2021-05-20T09:00:00", date="2021-05-04", items=[changed, PIER])
    report, _, asked = fetch()
    assert news(report) == [(News.CHANGED, COAST)]
    assert asked == [LIST, agenda_path("a1")]
    assert "gangbro" in session.archive.item("kystudvalget-paa-aeroe/2021-05-04/1").text
    assert session.archive.stats().meetings == 2


def test_what_is_released_again_as_it_was_is_the_same(fetch, server):
    fetch()
    listed = server.committees[COAST][0]
    listed["ReleasedDate"] = "2021-05-20T09:00:00"
    assert news(fetch()[0]) == [(News.SAME, COAST)]
    assert fetch()[0].meetings == ()


def test_a_supplement_joins_its_meeting(fetch, server, session):
    fetch()
    late = ("Tillæg: Ålegræs", "Ålegræsset breder sig.")
    server.publish(COAST, "a2", stamp="2021-05-07T09:00:00", date="2021-05-04", items=[late],
                   name="Tillægsdagsorden")  # fmt: skip
    report, _, _ = fetch()
    assert news(report) == [(News.CHANGED, COAST)]
    titles = [one.title for one in session.archive.items() if one.committee == COAST]
    assert titles == ["Ny badebro", "Molen", "Tillæg: Ålegræs"]


def test_what_left_the_list_and_is_gone_leaves_the_archive(fetch, server, session):
    fetch()
    server.withdraw("a1")
    report, _, asked = fetch()
    assert news(report) == [(News.WITHDRAWN, COAST)]
    assert asked == [LIST, agenda_path("a1")]
    assert [one.meeting.committee for one in session.archive.meetings()] == [SCHOOL]
    assert fetch()[0].meetings == ()


def test_what_left_the_list_and_is_still_there_is_kept(fetch, server, session):
    fetch()
    server.committees[COAST].clear()
    assert news(fetch()[0]) == [(News.UNLISTED, COAST)]
    assert session.archive.stats().meetings == 2


def test_a_list_that_is_empty_takes_nothing_away(fetch, server, session):
    fetch()
    server.committees.clear()
    server.agendas.clear()
    assert fetch()[0].meetings == ()
    assert session.archive.stats().meetings == 2


def test_a_supplement_that_is_withdrawn_leaves_its_meeting(fetch, server, session):
    server.publish(COAST, "a2", stamp="2021-05-07T09:00:00", date="2021-05-04", name="Tillægsdagsorden",
                   items=[("Tillæg: Ålegræs", "Ålegræsset breder sig.")])  # fmt: skip
    fetch()
    server.withdraw("a2")
    assert news(fetch()[0]) == [(News.CHANGED, COAST)]
    titles = [one.title for one in session.archive.items() if one.committee == COAST]
    assert titles == ["Ny badebro", "Molen"]
    assert fetch()[0].meetings == ()


def test_minutes_that_are_published_in_place_of_an_agenda_replace_it(fetch, server, session):
    server.publish(COAST, "a1", stamp="2021-05-01T09:00:00", date="2021-05-04", name="Dagsorden",
                   items=[BRIDGE, PIER])  # fmt: skip
    fetch()
    server.withdraw("a1")
    server.publish(COAST, "a9", stamp="2021-05-06T09:00:00", date="2021-05-04",
                   items=[BRIDGE, ("Molen", "Beslutning: Molen males rød.")])  # fmt: skip
    assert news(fetch()[0]) == [(News.CHANGED, COAST)]
    assert "males rød" in session.archive.item("kystudvalget-paa-aeroe/2021-05-04/2").text
    assert session.archive.stats().meetings == 2


def test_one_committee_or_those_since_a_day_can_be_asked_for(fetch):
    report, _, asked = fetch(Wanted(committee="kystudvalget  på ærø"))
    assert news(report) == [(News.NEW, COAST)]
    assert asked == [LIST, agenda_path("a1")]
    assert news(fetch(Wanted(since=dt.date(2021, 6, 1)))[0]) == [(News.NEW, SCHOOL)]


def test_a_committee_that_is_not_asked_for_is_not_taken_for_withdrawn(fetch, session):
    fetch()
    assert fetch(Wanted(committee=COAST))[0].meetings == ()
    assert session.archive.stats().meetings == 2


def test_an_unknown_committee_is_told_with_those_there_are(fetch):
    with pytest.raises(FetchError, match=f"no committee Kredsen; known: {COAST}, {SCHOOL}"):
        fetch(Wanted(committee="Kredsen"))


@pytest.mark.parametrize("trouble", [page, says(500), cut], ids=["page", "500", "cut"])
def test_one_meeting_that_fails_is_told_the_rest_is_added_and_it_is_asked_for_again(
    fetch, server, session, trouble
):
    server.next_time(agenda_path("a1"), *[trouble] * session.config.fetch.tries)
    report, told, _ = fetch()
    assert news(report) == [(News.FAILED, COAST), (News.NEW, SCHOOL)]
    assert agenda_path("a1") in str(told[0])
    server.recover()
    assert news(fetch()[0]) == [(News.NEW, COAST)]


def test_an_expired_address_is_told_once_and_not_asked_for_until_it_is_listed_anew(fetch, server):
    del server.agendas["a1"]
    report, told, _ = fetch()
    assert news(report) == [(News.FAILED, COAST), (News.NEW, SCHOOL)]
    assert "nothing there" in str(told[0])
    assert fetch()[2] == [LIST]


def test_a_round_that_is_broken_off_goes_on_where_it_was(fetch, server):
    server.next_time(agenda_path("b1"), says(429, Retry_After="86400"))
    with pytest.raises(NoAnswerError):
        fetch()
    report, _, asked = fetch()
    assert news(report) == [(News.NEW, SCHOOL)]
    assert asked == [LIST, agenda_path("b1")]


def test_a_site_where_everything_fails_is_left_alone(fetch, server):
    for day in ("01", "02", "03", "04"):
        server.publish(COAST, f"f{day}", stamp=None, date=f"2020-01-{day}", items=[PIER])
        server.next_time(agenda_path(f"f{day}"), *[says(500)] * 20)
    with pytest.raises(FetchError):
        fetch()
    assert agenda_path("f03") in server.paths
    assert agenda_path("f04") not in server.paths


def test_of_a_closed_item_no_text_is_kept_anywhere(fetch, server, archive):
    secret = ("Lukket: Køb af grund", "Sælger hedder Hemmeligkilde.")
    server.publish(COAST, "a1", stamp="2021-05-09T09:00:00", date="2021-05-04", items=[BRIDGE, secret])
    fetch()
    item = archive.item("kystudvalget-paa-aeroe/2021-05-04/2").tagged.item
    assert (item.title, item.open, item.attachments) == ("Lukket: Køb af grund", False, ())
    archive.back_up(archive.file.with_name("copy.db"))
    kept = b"".join(path.read_bytes() for path in archive.file.parent.glob("*.db*"))
    assert b"badebro" in kept
    assert b"Hemmeligkilde" not in kept


def test_a_meeting_that_a_person_deleted_is_not_missed(fetch, server, session):
    fetch()
    session.archive.delete("kystudvalget-paa-aeroe/2021-05-04")
    server.withdraw("a1")
    assert news(fetch()[0]) == [(News.WITHDRAWN, COAST)]


def test_minutes_are_those_of_the_publisher_that_the_settings_name(fetch, session):
    minutes = replace(session.config.minutes, publisher="Ærø Kommune")
    session.config = session.processor.config = replace(session.config, minutes=minutes)
    report, _, _ = fetch()
    assert report.meetings[0].meeting_id == "aeroe-kommune/kystudvalget-paa-aeroe/2021-05-04"


def test_a_meeting_that_is_put_off_moves(fetch, server, session):
    fetch()
    server.publish(COAST, "a1", stamp="2021-05-06T09:00:00", date="2021-05-11", items=[BRIDGE, PIER])
    assert news(fetch()[0]) == [(News.CHANGED, COAST)]
    days = [one.meeting.date.isoformat() for one in session.archive.meetings()]
    assert days == ["2021-05-11", "2021-06-01"]
