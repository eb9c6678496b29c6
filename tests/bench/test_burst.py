"""A burst of tickets loses none, and clients that are slow on purpose do not keep others from being served."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from .books import ask_books
from .crowds import fire, post, slow_clients
from .customers import FORM, Browser, begin, fill_in, read_reference, send, to_send

POSTS, SECONDS = 500, 5
PREPARING, BATCH = 6, 10
SLOW = 200
PAGES, TICKETS, OTHERS = 50, 20, 4
PATIENCE = 2.0  # seconds for 99 of 100 of the others
FIRST_OF_THE_SLOW, FIRST_OF_THE_REST = 10_000, 20_000  # numbers of tickets that tell them from those of the burst


def test_a_burst_of_posts_loses_none(desk_server, tell):
    browser = Browser(desk_server.url)
    drafts = prepare(desk_server.url, POSTS)
    begin(browser, 0)  # for its cookie
    requests = [post(f"{FORM}check/", urlencode(to_send(draft)), cookie) for draft, cookie in drafts]

    started = time.monotonic()
    answers = fire(browser.port, requests, SECONDS)
    took = time.monotonic() - started
    statuses = {status: sum(answer.status == status for answer in answers) for status in {a.status for a in answers}}
    tell(f"{desk_server.name}: {POSTS} posts in {SECONDS} s, all answered after {took:.1f} s: {statuses}")
    tell(f"  {spread([answer.seconds for answer in answers])}")

    assert statuses == {302: POSTS}, [answer for answer in answers if answer.status != 302][:3]
    for (draft, _), answer in zip(drafts, answers, strict=True):
        draft.confirmation = answer.location
        read_reference(browser, draft)
    assert missing(desk_server, [draft for draft, _ in drafts]) == []


def test_slow_clients_do_not_starve_others(desk_server, tell):
    port = Browser(desk_server.url).port
    alone = be_served(desk_server, FIRST_OF_THE_REST)
    with slow_clients(port, SLOW) as slow:
        beside = be_served(desk_server, FIRST_OF_THE_SLOW)
        hanging = slow.hanging
    crowd = f"{hanging} of {SLOW} slow clients"
    tell(f"{desk_server.name}: {PAGES} pages and {TICKETS} tickets by {OTHERS} others, {crowd}")
    for what in ("pages", "tickets"):
        tell(f"  {what:<8} alone: {spread(alone[what])}; beside the slow: {spread(beside[what])}")

    assert hanging == SLOW
    assert percentile(beside["pages"] + beside["tickets"], 99) < PATIENCE


def prepare(url, number):
    """Return so many filings that stand on the check page, each with the cookies of its browser."""
    browsers = [Browser(url) for _ in range(PREPARING)]

    def share(first):
        browser, numbers, drafts = browsers[first], range(first, number, PREPARING), []
        for start in range(0, len(numbers), BATCH):
            drafts += [begin(browser, number) for number in numbers[start : start + BATCH]]
            for draft in drafts[start:]:
                fill_in(browser, draft)
        return [(draft, browser.cookie) for draft in drafts]

    with ThreadPoolExecutor(PREPARING) as pool:
        return [draft for drafts in pool.map(share, range(PREPARING)) for draft in drafts]


def be_served(server, first):
    """Load pages and file tickets, some at a time; return how long each of those took, in seconds, and check them."""
    with ThreadPoolExecutor(OTHERS) as pool:
        pages = list(pool.map(lambda _: load(server.url), range(PAGES)))
        filed = list(pool.map(lambda number: file(server.url, number), range(first, first + TICKETS)))
    assert missing(server, [filing for filing, _ in filed]) == []
    return {"pages": pages, "tickets": [seconds for _, seconds in filed]}


def load(url) -> float:
    started = time.monotonic()
    begin(Browser(url), 0)
    return time.monotonic() - started


def file(url, number):
    """File a ticket; return it and how long it took from the check page to the confirmation."""
    browser = Browser(url)
    filing = begin(browser, number)
    fill_in(browser, filing)
    started = time.monotonic()
    send(browser, filing)
    read_reference(browser, filing)
    return filing, time.monotonic() - started


def missing(server, filings):
    """Return those that are not in the database once, as their customers were told."""
    tickets = ask_books(server, "tickets")
    held = [(ticket["key"], ticket["reference"], ticket["subject"], ticket["email"]) for ticket in tickets]
    told = [(filing.key, filing.reference, filing.subject, filing.email) for filing in filings]
    return [filing for filing in told if held.count(filing) != 1]


def percentile(seconds, hundredth) -> float:
    return sorted(seconds)[min(len(seconds) - 1, len(seconds) * hundredth // 100)]


def spread(seconds) -> str:
    return (
        f"p50 {statistics.median(seconds) * 1000:.0f} ms, p99 {percentile(seconds, 99) * 1000:.0f} ms, "
        f"longest {max(seconds) * 1000:.0f} ms"
    )
