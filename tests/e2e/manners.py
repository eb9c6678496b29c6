"""What no page of ours may do, whatever a test is about: talk to another host, complain, hold anything inline."""

import re
import time
from html.parser import HTMLParser
from urllib.parse import urlsplit

DATA_TYPES = {"application/json", "application/ld+json"}
PATIENCE = 10  # seconds
CALM_STATUSES = {403, 404, 409, 410, 422, 429}  # a page that says no; the browser counts it as an error


class Manners:
    """Watches browser contexts; `complaints` lists what was wrong, `pages` counts the documents that were read."""

    def __init__(self, origin):
        self.host = urlsplit(origin).netloc
        self.complaints: list[str] = []
        self.excused: list[str] = []
        self.pages = 0
        self._unread = 0
        self._answered: set[tuple[str, str]] = set()
        self._errors: list[tuple[str, str]] = []

    def watch(self, context):
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"page error: {error.error}"))
        context.on("page", lambda page: page.on("websocket", self._socket))

    def excuse(self, pattern):
        """Let pass what matches `pattern`, which the test itself has caused."""
        self.excused.append(pattern)

    def finish(self, page):
        """Read what has arrived; to be called while `page`, any of them, is still open."""
        deadline = time.monotonic() + PATIENCE
        while self._unread and time.monotonic() < deadline:
            page.evaluate("0")  # answers are handed to us while we talk to the browser

    def verdict(self) -> list[str]:
        errors = [f"console error on {url}: {text}" for url, text in self._errors if not self._is_calm(url, text)]
        unread = [f"{self._unread} pages could not be read in time"] if self._unread else []
        return [
            complaint
            for complaint in [*self.complaints, *errors, *unread]
            if not any(re.search(pattern, complaint) for pattern in self.excused)
        ]

    def _is_calm(self, url, text):
        refused = re.match(r"Failed to load resource: .* status of (\d+)", text)
        return refused and int(refused[1]) in CALM_STATUSES and (url.partition("#")[0], refused[1]) in self._answered

    def _request(self, request):
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != self.host:
            self.complaints.append(f"asked another host: {request.url}")

    def _socket(self, socket):
        if urlsplit(socket.url).netloc != self.host:
            self.complaints.append(f"opened a socket to another host: {socket.url}")

    def _console(self, message):
        if message.type == "error":
            self._errors.append((message.location.get("url", ""), message.text))

    def _response(self, response):
        if response.request.resource_type not in ("document", "xhr"):
            return
        self._answered.add((response.url, str(response.status)))
        if response.request.resource_type == "xhr":
            return  # its page is gone before it could be read; each is read as a document by test_pages
        if 300 <= response.status < 400 or "attachment" in response.headers.get("content-disposition", ""):
            return
        self._unread += 1
        try:
            html = response.text()
        except Exception as error:
            if "navigated away" in str(error):
                return  # the test was faster than we; what it went on to is read
            self.complaints.append(f"could not read {response.url}: {error}")
            return
        finally:
            self._unread -= 1
        self.pages += 1
        self.complaints += [f"{found} on {response.url}" for found in inline_parts(html)]


def inline_parts(html) -> list[str]:
    """Return what a page with our policy must not hold: inline code, inline style, and the address of a mail."""
    parser = _Inline()
    parser.feed(html)
    parser.close()
    return parser.found + (["mailto:"] if "mailto:" in html.lower() else [])


class _Inline(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
        self.in_code = False

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.found += [
            f"{name}= of <{tag}>" for name in attributes if name == "style" or re.fullmatch("on[a-z]+", name)
        ]
        if tag == "style":
            self.found.append("<style>")
        self.in_code = tag == "script" and "src" not in attributes and attributes.get("type") not in DATA_TYPES

    def handle_endtag(self, tag):
        self.in_code = False

    def handle_data(self, data):
        if self.in_code and data.strip():
            self.found.append(f"inline code {data.strip()[:60]!r}")
