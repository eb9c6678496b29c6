"""Customers file tickets while the processes of the help desk are killed: nothing is lost, nothing is there twice."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.helpdesk.processes import fetch, until

from .books import ask_books
from .customers import PatientBrowser, Progress, file_tickets
from .killing import Killer

TICKETS, CLIENTS, BATCH = 2_000, 8, 6
KILLS = 50
DUPLICATES_A_KILL = 0.1


def test_nothing_is_lost_and_nothing_doubled_when_processes_are_killed(desk_server, tell):
    started = time.monotonic()
    desk_server.expected += ("Perhaps out of memory?",)  # what gunicorn says of a killed child
    names = ["web", "worker"] if desk_server.worker else ["web"]
    killers = {name: Killer(desk_server, name, seed=name) for name in names}
    browsers = [PatientBrowser(desk_server.url) for _ in range(CLIENTS)]
    filings = file_while_killing(browsers, killers.values())
    until(lambda: fetch(f"{desk_server.url}/readyz")[0] == 200, desk_server.processes["web"])
    filed = time.monotonic() - started

    # `serve` is the web and the worker in one process: a kill is one of each.
    web, worker = killers["web"], killers.get("worker", killers["web"])
    freed = ask_books(desk_server, "end_leases", taken_before=worker.last)
    waiting = ask_books(desk_server, "wait_for_empty_outbox")
    tickets = compare(filings, ask_books(desk_server, "tickets"))
    mails = look_at_mails(filings, desk_server.mailbox)
    a_kill = mails["twice"] / worker.kills
    refused = Counter(status for browser in browsers for status in browser.refused)

    tell(f"{desk_server.name}: {len(filings):,} tickets by {CLIENTS} clients in {filed:.0f} s, ")
    tell(f"  kills: web {web.kills}, worker {worker.kills}; leases that had to end: {freed}")
    tell(
        f"  requests sent again: {sum(browser.retried for browser in browsers):,}, statuses: {dict(refused) or 'none'}"
    )
    tell(f"  tickets: lost {tickets['lost']}, double {tickets['double']}, wrong references {tickets['wrong']}")
    tell(f"  mails: lost {mails['lost']}, waiting {waiting}, wrong {mails['wrong']}, twice {mails['twice']}")
    tell(f"  mails twice a kill: {a_kill:.3f}; all of it took {time.monotonic() - started:.0f} s")

    assert min(web.kills, worker.kills) >= KILLS
    assert len(filings) == TICKETS
    assert tickets == {"lost": 0, "double": 0, "wrong": 0, "without one sent mail": 0}
    assert (mails["lost"], mails["wrong"], mails["several"], waiting) == (0, 0, 0, 0)
    assert a_kill <= DUPLICATES_A_KILL


def file_while_killing(browsers, killers):
    """Return the filings of all browsers, each with a share of the tickets; what fails in a thread fails here."""
    progress = Progress()
    with ThreadPoolExecutor(len(browsers) + len(killers)) as pool:
        killing = [pool.submit(killer.kill_during, progress, TICKETS) for killer in killers]
        filing = [
            pool.submit(file_tickets, browser, range(first, TICKETS, len(browsers)), BATCH, progress)
            for first, browser in enumerate(browsers)
        ]
        try:
            filings = [done for share in filing for done in share.result()]
        finally:
            progress.end()
        for killed in killing:
            killed.result()
    return filings


def compare(filings, tickets):
    """Count where the database holds something else than what the customers were told."""
    by_key = {ticket["key"]: ticket for ticket in tickets}
    a_customer = Counter(ticket["email"] for ticket in tickets)
    right = {filing.key: (filing.reference, filing.subject, filing.email) for filing in filings}
    found = {key: (ticket["reference"], ticket["subject"], ticket["email"]) for key, ticket in by_key.items()}
    return {
        "lost": sum(key not in found for key in right),
        "double": sum(number - 1 for number in a_customer.values()),
        "wrong": sum(key in found and found[key] != told for key, told in right.items()),
        "without one sent mail": sum(ticket["mails"] != ["sent"] for ticket in tickets),
    }


def look_at_mails(filings, mailbox):
    """Count tickets without their mail, with a wrong one, and with several; and mails that came more than once."""
    arrived = {filing.email: [] for filing in filings}
    for mail in mailbox.everything():
        for address in mail.to:
            arrived.setdefault(address, []).append(mail)
    mine = [(filing, arrived[filing.email]) for filing in filings]
    return {
        "lost": sum(not mails for _, mails in mine),
        "wrong": sum(filing.reference not in mail.text for filing, mails in mine for mail in mails),
        "several": sum(len({mail.message["Message-ID"] for mail in mails}) > 1 for _, mails in mine),
        "twice": sum(len(mails) - 1 for _, mails in mine if mails),
    }
