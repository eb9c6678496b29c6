"""How much a request may bring, by address and content type: the one rule, asked before anything is parsed.

Sizes are bytes. Percent-encoded text takes 80 bytes of memory for each of its own while it is decoded (measured), so
all pages have one cap for it. A form that can hold more sends multipart, and has its own limit there.
"""

from urllib.parse import quote

from django.conf import settings
from django.forms import BaseForm
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.http import parse_header_parameters

from faq.forms import EntryForm

KB = 1024
TEXT = 256 * KB  # of any form that is not below
JSON = 64 * KB
OTHER = 64 * KB  # of a content type that no page reads
HEAD = 64 * KB  # all headers and the address
CONTENT_TYPE = 256  # Python needs 2 s to take a header of 60 kB apart
ADDRESS = 14 * KB  # quoted, as it stands behind ?next= of the sign-in page: Django redirects to nothing over 16 kB
PARAMETERS = 100  # in a query string

# Pages that take files, by the names of their addresses.
FILES = {
    "customer:add_files",
    "customer:category",
    "customer:hint_solved",
    "customer:reply",
    "desk:add_canned_files",
    "desk:add_files",
    "desk:edit_canned",
    "desk:new_canned",
    "desk:new_in",
    "desk:note",
    "desk:preview_reply",
    "desk:reply",
    "faq_desk:edit_entry",
    "faq_desk:new_entry",
}
# Pages that ask as many questions as an owner likes: as much text as any page takes.
OPEN_ENDED = {
    "admin:tickets_category_add",
    "admin:tickets_category_change",
    "admin:tickets_fielddefinition_add",
    "admin:tickets_fielddefinition_change",
    "customer:category",
    "customer:hint_solved",
    "desk:answers",
    "desk:move",
    "desk:new_in",
}
PART = 200  # what announces a part of a multipart body
LINE = 200  # characters, where a field does not say


def written(form: type[BaseForm]) -> int:
    """Return how many bytes of multipart `form` can be: its longest answers, in the longest characters."""
    return sum(PART + 4 * (getattr(field, "max_length", None) or LINE) for field in form.base_fields.values())


OWN_TEXT = {
    "faq_desk:edit_entry": written(EntryForm),
    "faq_desk:new_entry": written(EntryForm),
} | dict.fromkeys(OPEN_ENDED, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def text_cap(path: str) -> int:
    """Return how much text a form sent to `path` may hold, its files apart."""
    return max(TEXT, OWN_TEXT.get(_page(path), 0))


def body_cap(content_type: str, path: str) -> int:
    """Return how long a body sent to `path` may be. Raises `ValueError` for a content type nobody can read."""
    if len(content_type) > CONTENT_TYPE:
        raise ValueError("too long")
    kind, _parameters = parse_header_parameters(content_type)
    if kind == "multipart/form-data":
        return settings.MAX_REQUEST_BYTES if _page(path) in FILES else text_cap(path)
    return {"application/x-www-form-urlencoded": TEXT, "application/json": JSON}.get(kind, OTHER)


def is_long_address(path: str, query: str) -> bool:
    return len(quote(path)) + len(quote(query)) > ADDRESS or query.count("&") >= PARAMETERS


def size_of(form) -> int:
    """Return how much text a parsed form (a QueryDict) holds."""
    return sum(
        len(name) + sum(len(value.encode(errors="surrogatepass")) for value in values) for name, values in form.lists()
    )


def _page(path: str) -> str:
    """Return the name of the address; empty where there is none."""
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return resolve(path).view_name
        except Resolver404:
            return ""
