"""200 views a second on one FAQ entry, on the database of this process: `python -m tests.bench.reading`.

The service is called as the page calls it, by threads that come at even intervals whether the ones before are done or
not. Prints a line, and then the same as JSON.
"""

import json
import statistics
import threading
import time

import django

A_SECOND, SECONDS, THREADS = 200, 10, 16
BLOCKED = 1000  # milliseconds
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def main():
    from django.db import connection

    from faq.models import Entry
    from faq.services import record_view
    from tickets.models import Category

    category = Category.objects.create(slug="downloads", name_en="Downloads")
    entry = Entry.objects.create(slug="hot", question_en="Why?", answer_en="So.", category=category, state="published")
    waits, took = at_even_intervals(lambda number: record_view(entry, f"{number:032}", BROWSER, source="search"))
    figures = {
        "asked": A_SECOND * SECONDS,
        "counted": entry.visits.count(),
        "p50": statistics.median(waits),
        "p99": waits[int(len(waits) * 0.99)],
        "longest": waits[-1],
        "blocked": sum(wait > BLOCKED for wait in waits),
    }
    print(
        f"{connection.vendor}: {len(waits) / took:.0f} views a second on one entry, p50 {figures['p50']:.1f} ms, "
        f"p99 {figures['p99']:.1f} ms, longest {figures['longest']:.0f} ms, blocked {figures['blocked']}"
    )
    print(json.dumps(figures))


def at_even_intervals(do):
    """Call `do` with each number in its turn; return the milliseconds from when it was due to when it was done, the
    shortest first, and how many seconds all took."""
    from django.db import connection

    waits = []
    began = time.perf_counter()

    def work(first):
        for number in range(first, A_SECOND * SECONDS, THREADS):
            due = began + number / A_SECOND
            time.sleep(max(0, due - time.perf_counter()))
            do(number)
            connection.close()  # as a request gives its own back
            waits.append((time.perf_counter() - due) * 1000)

    threads = [threading.Thread(target=work, args=[first]) for first in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(waits), time.perf_counter() - began


if __name__ == "__main__":
    django.setup()
    main()
