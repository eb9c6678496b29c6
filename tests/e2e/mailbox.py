"""Where the help desk's mail arrives in these tests: a real SMTP server in this process that keeps everything."""

import email
import re
import threading
import time
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from functools import cached_property

from aiosmtpd.controller import Controller

from tests.helpdesk.processes import free_port

PATIENCE = 20  # seconds


@dataclass(frozen=True)
class Mail:
    to: tuple[str, ...]
    raw: bytes
    arrived: float  # time.monotonic()

    @cached_property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.raw, policy=policy.default)

    @property
    def subject(self) -> str:
        return self.message["Subject"]

    @cached_property
    def text(self) -> str:
        return self.message.get_body(("plain",)).get_content()

    @cached_property
    def html(self) -> str:
        return self.message.get_body(("html",)).get_content()

    @property
    def link(self) -> str:
        """The private link to the ticket, as somebody would find it in the text."""
        [link] = re.findall(r"https?://\S+/t/\S+", self.text)
        return link


class Mailbox:
    def __init__(self):
        self._mails: list[Mail] = []
        self._news = threading.Condition()
        self._server = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, server, session, envelope):
        with self._news:
            self._mails.append(Mail(tuple(envelope.rcpt_tos), envelope.original_content, time.monotonic()))
            self._news.notify_all()
        return "250 OK"

    def __enter__(self):
        self._server.start()
        return self

    def __exit__(self, *_):
        self._server.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._server.port}"

    def to(self, address) -> list[Mail]:
        """Return what arrived for `address`, oldest first."""
        with self._news:
            return [mail for mail in self._mails if address in mail.to]

    def everything(self) -> list[Mail]:
        with self._news:
            return list(self._mails)

    def wait_for(self, address, number=1, patience=PATIENCE) -> Mail:
        """Return the mail that is the `number`th to `address`, as soon as it is there."""
        with self._news:
            came = self._news.wait_for(lambda: len(self._to(address)) >= number, patience)
            assert came, f"{len(self._to(address))} mails, not {number}, came to {address} in {patience} s"
            return self._to(address)[number - 1]

    def _to(self, address):
        return [mail for mail in self._mails if address in mail.to]
