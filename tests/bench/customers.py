"""Customers without a screen: they file tickets through the real pages, and may try again what was not answered."""

import http.client
import re
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from tests.helpdesk.processes import TICK
from tickets.forms.keys import QUICKEST

from .books import DOMAIN

FORM = "/help/suggestions/"
HIDDEN = re.compile(r'<input type="hidden" name="(csrfmiddlewaretoken|form_key|asked)" value="([^"]*)"')
REFERENCE = re.compile(r'<div class="stub">.*?<p class="ref num">([^<]+)</p>', re.DOTALL)
TIMEOUT = 30  # seconds
PATIENCE = 90  # seconds a customer goes on trying
AGAIN = 0.15  # seconds until they try again


@dataclass
class Answer:
    status: int
    location: str
    text: str


@dataclass
class Filing:
    """One ticket, as the customer who files it knows it."""

    number: int
    hidden: dict[str, str]
    begun: float  # time.monotonic() when the form was there
    key: str = ""
    confirmation: str = ""  # the address of that page
    reference: str = ""

    @property
    def email(self) -> str:
        return f"customer{self.number}@{DOMAIN}"

    @property
    def subject(self) -> str:
        return f"Idea {self.number} for the next edition"

    def typed(self) -> dict[str, str]:
        fields = {
            "email": self.email,
            "name": "Grace Miller",
            "subject": self.subject,
            "text": "A larger index, please.",
        }
        return {**self.hidden, **fields, "f_about": "book"}


class Browser:
    """Has cookies, and asks for one page at a time, each on a connection of its own."""

    def __init__(self, url):
        self.port = urlsplit(url).port
        self.cookies: dict[str, str] = {}

    def ask(self, path, fields=None) -> Answer:
        """Get the page, or post the fields; raises where no whole answer came."""
        method, body, headers = "GET", None, {"Cookie": self.cookie, "Connection": "close"}
        if fields:
            method, body = "POST", urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)) as connection:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, response.headers.get("Location", ""), text)

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


class PatientBrowser(Browser):
    """Asks again, with the same fields, until it is answered: where nobody listens, on a 5xx and on a 429."""

    def __init__(self, url):
        super().__init__(url)
        self.retried = 0  # requests that took more than one try
        self.refused: list[int] = []  # the statuses by which we were told to try again

    def ask(self, path, fields=None) -> Answer:
        deadline = time.monotonic() + PATIENCE
        is_first = True
        while True:
            try:
                answer = super().ask(path, fields)
            except (OSError, http.client.HTTPException) as error:
                trouble: object = error
            else:
                if answer.status < 500 and answer.status != 429:
                    return answer
                trouble = answer.status
                self.refused.append(answer.status)
            assert time.monotonic() < deadline, f"{path}: {trouble!r}"
            self.retried += is_first
            is_first = False
            TICK.wait(AGAIN)


class Progress:
    """How many tickets were confirmed so far, for whoever waits for one of them."""

    def __init__(self):
        self.count, self._is_over, self._news = 0, False, threading.Condition()

    def one_more(self):
        with self._news:
            self.count += 1
            self._news.notify_all()

    def end(self):
        with self._news:
            self._is_over = True
            self._news.notify_all()

    def wait_for(self, number) -> bool:
        """Return once so many are confirmed; False if there will be no more of them."""
        with self._news:
            self._news.wait_for(lambda: self._is_over or self.count >= number)
            return self.count >= number


def begin(browser, number) -> Filing:
    """Open the form."""
    page = browser.ask(FORM)
    assert page.status == 200, page.text
    return Filing(number, dict(HIDDEN.findall(page.text)), time.monotonic())


def fill_in(browser, filing) -> None:
    """Send the form to the check page, not before the time it takes a person."""
    TICK.wait(max(0, filing.begun + QUICKEST - time.monotonic()))
    answer = browser.ask(FORM, filing.typed())
    assert answer.status == 302, answer.text
    path, _, filing.key = answer.location.partition("?key=")
    assert path == f"{FORM}check/", answer.location


def to_send(filing) -> dict[str, str]:
    """What the button of the check page posts."""
    return {"csrfmiddlewaretoken": filing.hidden["csrfmiddlewaretoken"], "key": filing.key}


def send(browser, filing) -> None:
    """Look at the check page, and send."""
    page = browser.ask(f"{FORM}check/?key={filing.key}")
    assert page.status == 200, page.text
    assert filing.subject in page.text
    answer = browser.ask(f"{FORM}check/", to_send(filing))
    assert answer.status == 302, answer.text
    filing.confirmation = answer.location


def read_reference(browser, filing) -> None:
    """Read the reference on the confirmation page."""
    page = browser.ask(filing.confirmation)
    assert page.status == 200, page.text
    filing.reference = REFERENCE.search(page.text)[1].strip()


def file_tickets(browser, numbers, batch, progress=None) -> list[Filing]:
    """File a ticket for each number; `batch` forms are open at once, which share the time it takes to fill one in."""
    filings = []
    for start in range(0, len(numbers), batch):
        opened = [begin(browser, number) for number in numbers[start : start + batch]]
        for filing in opened:
            fill_in(browser, filing)
            send(browser, filing)
            read_reference(browser, filing)
            if progress:
                progress.one_more()
        filings += opened
    return filings
