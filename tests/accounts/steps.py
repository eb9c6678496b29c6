"""What people do about their account, as their browser does it."""

import re

from django.core.mail.backends.base import BaseEmailBackend

PASSWORD = "a long pass phrase"
NEW = "another long pass phrase"


class NoMail(BaseEmailBackend):
    """A mail server that must not be asked."""

    def open(self):
        raise AssertionError("mail inside a request")

    def send_messages(self, messages):
        self.open()


def choose(client, link):
    """Open the link and choose a new password; return the page where that would be told."""
    form = client.get(link.removeprefix("http://localhost:8000"), follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW}, follow=True)


def change_password(browser, old=PASSWORD):
    typed = {"oldpassword": old, "password1": NEW, "password2": NEW}
    return browser.post("/accounts/password/change/", typed, follow=True)


def words(page):
    """The main part of a page, without what is of one request or of whom it was asked about."""
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|[\w.]+@example\.com|\d\d:\d\d', "", main)
