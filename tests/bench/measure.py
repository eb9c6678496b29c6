"""What a request costs on the database of this process: `python -m tests.bench.measure 1000 100000`.

Fills the database to each size, says how long that took, and prints a table; the last line is the same as JSON: size →
request → CPU p50. CPU is that of this process (Python, and SQLite where it is the database); the CPU of PostgreSQL is
that of its processes on this machine, a mean, and `–` where they cannot be seen.
"""

import json
import statistics
import sys
import time
import uuid
from pathlib import Path

import django

REQUESTS = 60
HOST = "localhost"


def main(sizes):
    from django.db import connection
    from django.test import Client

    from accounts.models import User

    from .load import OWNER, grow

    costs = {}
    for size in sizes:
        seconds = grow(size)
        say(f"\n{connection.vendor}, {size:,} tickets ({seconds:.0f} s to load)")
        say(f"{'(ms)':<34}{'CPU p50':>9}{'database':>10}{'wall p50':>10}{'p99':>8}")
        desk = Client(headers={"Host": HOST, "User-Agent": "Mozilla/5.0"})
        desk.force_login(User.objects.get(email=OWNER))
        for name, request in _requests(desk, size).items():
            costs.setdefault(size, {})[name] = _measure(name, request)
    say(json.dumps(costs))


def _requests(desk, size):
    """Map names to functions that make the n-th request, of an owner, who sees the most."""
    from tickets.models import Event, Ticket

    from .load import EMAIL, SERIAL
    from .words import RARE

    references = list(Ticket.objects.filter(status="completed").values_list("reference", flat=True)[: REQUESTS + 1])
    waiting = list(Ticket.objects.waiting().order_by("-pk")[: REQUESTS + 1])

    def page(path):
        return lambda number: desk.get(path)

    def search(text):
        return lambda number: desk.get("/desk/search/", {"q": text(number)})

    def ticket(number):
        return desk.get(f"/desk/tickets/{references[number % len(references)]}/", follow=True)

    def reply(number):
        ticket = waiting[number % len(waiting)]
        newest = Event.objects.filter(ticket=ticket).order_by("-pk").values_list("pk", flat=True)[0]
        fields = {"form_key": uuid.uuid4(), "last_event": newest, "body": "Try this.", "then": "complete"}
        return desk.post(f"/desk/tickets/{ticket.reference_text}/reply/", fields)

    return {
        "an empty page (liveness)": page("/healthz"),
        "queue": page("/desk/"),
        "ticket": ticket,
        "search: a word on most tickets": search(lambda number: "the"),
        "search: two common words": search(lambda number: "invoice payment"),
        "search: a rare word": search(lambda number: RARE[number]),
        "search: a word nobody used": search(lambda number: f"nobody{number}wrote"),
        "search: an e-mail address": search(lambda number: EMAIL.format(3 * (size // 3 * number // REQUESTS // 2))),
        "search: a serial number": search(lambda number: SERIAL.format(7 * (size * number // REQUESTS // 2))),
        "search: a word before a date": search(lambda number: f"invoice before:{time.gmtime().tm_year - 4}-06-15"),
        "reply": reply,
    }


def _measure(name, request):
    request(0)  # the first one compiles templates
    cpu, wall, database = [], [], _database_cpu()
    for number in range(1, REQUESTS + 1):
        cpu_start, wall_start = time.process_time(), time.perf_counter()
        response = request(number)
        cpu.append((time.process_time() - cpu_start) * 1000)
        wall.append((time.perf_counter() - wall_start) * 1000)
        assert response.status_code in (200, 302), (name, response.status_code)
    spent = _database_cpu()
    of_database = "–" if database is None or spent is None else f"{(spent - database) / REQUESTS:.1f}"
    p99 = sorted(wall)[int(len(wall) * 0.99)]
    say(f"{name:<34}{statistics.median(cpu):9.1f}{of_database:>10}{statistics.median(wall):10.1f}{p99:8.1f}")
    return statistics.median(cpu)


def _database_cpu():
    """Return the milliseconds that PostgreSQL's processes for this database have worked, if they are on this
    machine."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        pids = [pid for (pid,) in cursor]
    try:
        return sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in pids) / 1e6
    except OSError:
        return None


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    django.setup()
    main([int(size) for size in sys.argv[1:]])
