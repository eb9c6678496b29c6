"""Addresses that look mistyped."""

from difflib import get_close_matches

DOMAINS = (
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "outlook.com",
    "yahoo.com",
    "icloud.com",
    "live.com",
    "msn.com",
    "aol.com",
    "proton.me",
    "protonmail.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "yandex.com",
    "mynet.com",
    "hotmail.co.uk",
    "yahoo.co.uk",
    "hotmail.com.tr",
    "yandex.com.tr",
    "outlook.com.tr",
    "live.com.tr",
    "yahoo.com.tr",
    "mail.com",
    "ymail.com",
    "gmx.com",
)


def likely_address(email: str) -> str:
    """Return what was probably meant by an address like ``ayse@gmial.com``, or an empty text."""
    local, _at, domain = email.rpartition("@")
    if domain in DOMAINS:
        return ""
    close = get_close_matches(domain, DOMAINS, n=1, cutoff=0.85)
    return f"{local}@{close[0]}" if close else ""
