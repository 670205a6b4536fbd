"""A publication site is asked politely, and what it answers is taken for what it is."""

import datetime as dt
from dataclasses import replace
from email.utils import format_datetime

import pytest
from publication import LIST, PublicationSite, answer, cut, endless, page, says

from pipeline import __version__
from pipeline.config import load_config
from pipeline.errors import FetchError, GoneError, NoAnswerError
from pipeline.fetching import Site, site_address

CONFIG = load_config().fetch
MEGABYTE = 1_000_000


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with PublicationSite() as server:
        yield server


@pytest.fixture
def slept():
    return []


@pytest.fixture
def site(server, slept):
    with Site(server.address, CONFIG, MEGABYTE, slept.append) as site:
        yield site


def test_an_answer_is_read_with_its_mark_of_bytes(site, server):
    server.committees["Kystudvalget på Ærø"] = []
    assert site.read_json(LIST)["Udvalg"]["Udvalg 2022-2025"]["Navn"] == "Kystudvalget på Ærø"


def test_it_says_who_asks_and_waits_between_two_requests(site, server, slept):
    site.read_json(LIST)
    assert slept == []
    site.read_json(LIST)
    assert slept == [CONFIG.pause]
    assert server.asked == [(LIST, f"sagsspor/{__version__}")] * 2


def test_a_site_that_wants_a_cookie_is_visited_first_and_once(site, server):
    server.needs_cookie = True
    site.read_json(LIST)
    site.read_json(LIST)
    assert server.paths == [LIST, "/", LIST, LIST]


def test_a_redirect_on_the_site_is_followed(site, server):
    server.next_time("/gammel", says(302, Location=LIST))
    assert "Udvalg" in site.read_json("/gammel")


@pytest.mark.parametrize("where", ["http://127.0.0.2/x", "https://andet.example/x", "//andet.example"])
def test_a_redirect_to_another_host_is_not_followed(site, server, where):
    server.next_time(LIST, says(302, Location=where))
    with pytest.raises(FetchError, match="leads to"):
        site.read_json(LIST)
    assert server.paths == [LIST]


def test_redirects_in_a_circle_come_to_an_end(site, server):
    server.next_time(LIST, *[says(302, Location=LIST)] * 20)
    with pytest.raises(FetchError, match="answers 302"):
        site.read_json(LIST)


@pytest.mark.parametrize("trouble", [says(500), says(502), cut], ids=["500", "502", "cut"])
def test_what_fails_for_the_moment_is_asked_for_again_each_time_later(site, server, slept, trouble):
    server.next_time(LIST, trouble, trouble)
    assert "Udvalg" in site.read_json(LIST)
    assert [wait for wait in slept if wait != CONFIG.pause] == [2 * CONFIG.pause, 4 * CONFIG.pause]


def test_what_fails_every_time_is_given_up(site, server):
    server.next_time(LIST, *[says(500)] * CONFIG.tries)
    with pytest.raises(FetchError, match="status 500"):
        site.read_json(LIST)
    assert server.paths == [LIST] * CONFIG.tries


@pytest.mark.parametrize("status", [429, 503])
def test_a_site_that_wants_rest_gets_as_much_as_it_asks_for(site, server, slept, status):
    server.next_time(LIST, says(status, Retry_After="37"))
    site.read_json(LIST)
    assert slept[0] == 37


def test_rest_may_be_asked_for_until_a_moment(site, server, slept):
    later = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=90)
    server.next_time(LIST, says(429, Retry_After=format_datetime(later, usegmt=True)))
    site.read_json(LIST)
    assert 60 < slept[0] <= 90


def test_a_site_that_wants_too_long_a_rest_is_left_alone(site, server, slept):
    server.next_time(LIST, says(429, Retry_After=str(CONFIG.patience + 1)))
    with pytest.raises(NoAnswerError, match=f"left alone for {CONFIG.patience + 1} s"):
        site.read_json(LIST)
    assert server.paths == [LIST]
    assert slept == []


def test_what_is_gone_is_told_and_no_other_error(site):
    with pytest.raises(GoneError, match="nothing there"):
        site.read_json("/api/agenda/dagsorden/udløbet")


def test_a_page_where_data_was_promised_is_told(site, server):
    server.next_time(LIST, page, page)
    with pytest.raises(FetchError, match="something else than data"):
        site.read_json(LIST)


def test_a_body_that_never_ends_is_cut_off(site, server):
    server.next_time(LIST, endless)
    with pytest.raises(FetchError, match="more than 1 MB"):
        site.read_json(LIST)


def test_an_answer_that_never_comes_is_given_up(server):
    def never(handler):
        handler.rfile.read(1)

    config = replace(CONFIG, seconds=0.05, tries=1)
    server.next_time(LIST, never)
    with Site(server.address, config, MEGABYTE) as site, pytest.raises(FetchError, match="timed out"):
        site.read_json(LIST)


def test_a_deep_answer_is_no_data(site, server):
    server.next_time(LIST, lambda handler: answer(handler, b"[" * 200_000))
    with pytest.raises(FetchError, match="something else than data"):
        site.read_json(LIST)


def test_a_site_that_is_not_there_does_not_answer(slept):
    with PublicationSite() as server:
        address = server.address
    with Site(address, CONFIG, MEGABYTE, slept.append) as site, pytest.raises(NoAnswerError):
        site.read_json(LIST)


@pytest.mark.parametrize(
    "given", ["", "ftp://a.example", "https://navn:kode@a.example", "https://", "a b.example", "http://a:b"]
)
def test_an_address_that_is_no_site_is_refused(given):
    with pytest.raises(FetchError, match="no address of a site"):
        site_address(given)
