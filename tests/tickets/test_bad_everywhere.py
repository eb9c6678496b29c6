"""Every public address × everything bad: never a 500; what refuses says why and holds what was typed.

What each kind of field says is in test_bad_input; here it counts that no address is left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import URLPattern, get_resolver

from faq.models import Entry, Picture
from tickets import links
from tickets.files.checking import tidy_name
from tickets.forms import new_form_key
from tickets.models import Attachment, FieldDefinition, SubmissionDraft

from .conftest import link_path
from .files import NAMES, REFUSED, upload
from .hostile import TEXTS, as_query, as_shown, encoded, multipart, post, read, says_why


@dataclass(frozen=True)
class Row:
    """What can be sent to an address: `query` and `fields` are names, `typed` those of them that people write in,
    `good` gives the rest of a form."""

    takes: str = "GET"
    query: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    good: Callable = lambda stage: {}
    files: str = ""  # the field that takes files


LINES = ("email", "name", "subject", "text", "f_serial", "f_line", "f_text", "f_email", "f_url", "f_phone", "f_number")
CHOSEN = ("f_device", "f_choices", "f_yes_no", "f_date")
HIDDEN = ("form_key", "asked", "seen", "website", "remove_file", "f_serial__missing", "attachments", "f_file", "f_gone")
FORM: dict[str, Any] = {
    "fields": LINES + CHOSEN + HIDDEN,
    "typed": LINES + CHOSEN,
    "good": lambda stage: stage.filled_in(),
    "files": "attachments",
}
REPLY: dict[str, Any] = {
    "fields": ("form_key", "website", "body", "remove_file", "attachments"),
    "typed": ("body",),
    "good": lambda stage: {"form_key": new_form_key(), "body": "Still broken."},
    "files": "attachments",
}
ROWS = {
    "": Row(),
    "help/<slug:slug>/": Row("GET POST", query=("key",), **FORM),
    "help/<slug:slug>/check/": Row(
        "GET POST", query=("key",), fields=("key", "email"), good=lambda stage: {"key": stage.draft.key}
    ),
    "help/<slug:slug>/solved/": Row("POST", **FORM | {"fields": (*FORM["fields"], "solved_by")}),
    "sent/<str:token>/": Row(),
    "sent/<str:token>/address/": Row("POST", fields=("email",), typed=("email",)),
    "status/": Row("GET POST", query=("reference",), fields=("reference", "email"), typed=("reference", "email")),
    "t/<str:token>/": Row("GET POST"),
    "files/": Row(
        "POST",
        fields=("form_key", "question", "remove_file", "attachments"),
        good=lambda stage: {"form_key": new_form_key(), "question": ""},
        files="attachments",
    ),
    "privacy/": Row(),
    "my/": Row(),
    "my/forget/": Row("POST"),
    "not-me/<str:token>/": Row("GET POST", fields=("mail",)),
    "tickets/<bare_reference:number>/": Row(),
    "tickets/<reference:number>/": Row(query=("live",)),
    "tickets/<reference:number>/files/<uuid:pk>/": Row(),
    "tickets/<reference:number>/files/<uuid:pk>/preview/": Row(),
    "tickets/<reference:number>/reply/": Row("POST", **REPLY),
    "tickets/<reference:number>/solved/": Row("POST"),
    "tickets/<reference:number>/reopen/": Row("POST"),
    "faq/": Row(),
    "faq/search/": Row(query=("q", "category", "more", "s")),
    "faq/suggest/": Row(query=("q", "category", "from")),
    "faq/none/": Row("GET POST", query=("q", "category"), fields=("q", "category", "s")),
    "faq/feed/": Row(),
    "faq/pictures/<uuid:key>/": Row(),
    "faq/<slug:slug>/": Row(query=("from", "s")),
    "faq/<slug:slug>/helped/": Row("GET POST", query=("said",), fields=("helped", "s")),
    "ask/": Row("GET POST", query=("q", "category"), fields=("q", "email", "category"), typed=("q", "email")),
    "ask/<str:token>/": Row("GET POST"),
    "help/<slug:slug>/check/solved/": Row("POST", fields=("key", "entry")),
}
POSTED = [route for route, row in ROWS.items() if "POST" in row.takes]
WITH_FILES = [route for route, row in ROWS.items() if row.files]
WITH_PARTS = [route for route in ROWS if "<" in route]


def public_routes(patterns=None, before="", namespace=None):
    for pattern in patterns or get_resolver().url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if namespace in ("customer", "faq"):
                yield route
        else:
            yield from public_routes(pattern.url_patterns, route, pattern.namespace or namespace)


def test_every_public_address_has_a_row():
    assert set(public_routes()) == set(ROWS)


@pytest.fixture
def stage(holder, ticket, categories, filled_in, settings, tmp_path, every_kind):
    """A customer in the middle of everything: a ticket with a file whose link is open, a form that is not sent."""
    settings.MEDIA_ROOT = tmp_path
    attachment = Attachment(message=ticket.messages.get(), name="photo.png", size=4, content_type="image/png")
    for stored in (attachment.file, attachment.preview):
        stored.save("photo.png", upload(), save=False)
    attachment.save()
    FieldDefinition.objects.create(category=categories.downloads, key="gone", label_en="Gone", is_archived=True)
    entry = Entry.objects.create(
        slug="an-entry", question_en="Why?", answer_en="So.", category=categories.downloads, state="published"
    )
    picture = Picture(entry=entry, width=40, height=30, alt="A key")
    picture.file.save("key.webp", upload())
    holder.post("/help/downloads/", filled_in())
    return SimpleNamespace(
        browser=holder,
        ticket=ticket,
        attachment=attachment,
        picture=picture,
        draft=SubmissionDraft.objects.get(),
        filled_in=filled_in,
    )


def address(stage, route, part=None):
    """Return the address of a route; `part` stands in it instead of what would fit."""
    ticket = stage.ticket
    token = link_path(ticket).split("/")[-2]
    if route.startswith("sent"):
        token = links.sent_token(ticket)
    if route.startswith("not-me"):
        token = links.not_me_url(ticket.requester, "en").split("/")[-2]
    parts = {
        "<slug:slug>": "an-entry" if route.startswith("faq") else "downloads",
        "<str:token>": token,
        "<bare_reference:number>": ticket.reference,
        "<reference:number>": ticket.reference_text,
        "<uuid:pk>": stage.attachment.pk,
        "<uuid:key>": stage.picture.key,
    }
    for name, fits in parts.items():
        route = route.replace(name, str(fits) if part is None else part)
    return f"/{route}"


def assert_told(page, about):
    """Never a 500; what refuses holds a sentence."""
    assert page.status_code < 500, about
    assert page.status_code < 400 or says_why(page), about


def kept_page(stage, page):
    """Return the page on which what was typed has to stand, or None where it went on its way."""
    if page.status_code == 422:
        return page
    if page.status_code == 200 and "key" in (page.context or {}):  # a hint solved it: the form can be taken up again
        return stage.browser.get(f"/help/downloads/?key={page.context['key']}")
    return None


def lost(page, typed):
    """Return the names of what is not on the page: in its control, or, where that cannot show it, in a sentence."""
    forms = [page.context[key] for key in ("form", "all_form") if key in page.context]
    controls = {bound.html_name: bound for form in forms for bound in form}
    source = read(page)
    return [
        name
        for name, text in typed.items()
        if as_shown(text)[:5000] not in source
        or (
            as_shown(text) != as_shown(controls[name].value() or "")
            and not (name in CHOSEN and as_shown(text)[:5000] in as_shown("".join(controls[name].errors)))
        )
    ]


@pytest.mark.parametrize("route", [route for route, row in ROWS.items() if "GET" in row.takes])
def test_any_query_is_answered(stage, route):
    path, names = address(stage, route), ROWS[route].query
    for kind, text in TEXTS.items():
        cache.clear()
        page = stage.browser.get(path + "?" + encoded({name: [text, text] for name in (*names, "x\0")}))
        assert_told(page, kind)
    assert_told(stage.browser.get(path + "?" + encoded({f"x{number}": 1 for number in range(1001)})), "1,001 names")


def bad_forms(row, text):
    """What people write in, and what they do not see: of long forms all at once, else each by itself."""
    unseen = [name for name in (*row.fields, "x") if name not in row.typed]
    if row.files:
        return [dict.fromkeys(row.typed, text), dict.fromkeys(unseen, text)]
    return [{name: text} for name in (*row.typed, *unseen)]


@pytest.mark.parametrize("route", POSTED)
def test_any_text_in_any_field_is_answered_and_none_is_lost(stage, route):
    path, row = address(stage, route), ROWS[route]
    good = row.good(stage)
    for kind, text in TEXTS.items():
        for bad in bad_forms(row, text):
            for send in (post, multipart) if row.files else (post,):
                cache.clear()
                page = send(stage.browser, path, good | bad)
                assert_told(page, (kind, *bad))
                if kept := kept_page(stage, page):
                    typed = {name: value for name, value in (good | bad).items() if name in row.typed}
                    assert not lost(kept, typed), (kind, *bad)


ODD_NAMES = [
    "f_",
    "f_\0",
    b"f_\xff",
    "f_" + "\u0301" * 30,
    "f_x" * 2000,
    "f_serial__missing__missing",
    "__proto__",
    "\ud800",
    "",
]


@pytest.mark.parametrize("route", POSTED)
def test_keys_that_come_again_and_names_that_are_none_are_answered(stage, route):
    path, row = address(stage, route), ROWS[route]
    good = row.good(stage)
    for kind in ("NUL", "0 bytes", "a choice not offered"):
        cache.clear()
        again = {name: [TEXTS[kind], "x", TEXTS[kind]] for name in row.fields}
        assert_told(post(stage.browser, path, good | again), kind)
    for name in ODD_NAMES:
        assert_told(post(stage.browser, path, good | {name: "x"}), name)


@pytest.mark.parametrize("route", POSTED)
def test_a_thousand_more_fields_and_bodies_of_no_form_get_a_page(stage, route):
    path = address(stage, route)
    many = ROWS[route].good(stage) | {f"x{number}": "1" for number in range(1000)}
    for send in (post, multipart):
        page = send(stage.browser, path, many)
        assert_told(page, "1,000 fields")
        assert page.status_code == 413
    whole = encoded(ROWS[route].good(stage)).encode()
    for content_type in (
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain",
        "x",
    ):
        for body in (
            b"",
            b"--x\r\n",
            b"--x\r\nContent-Disposition: form-data; name=x; filename=",
            b"\xff" * 100,
            whole,
        ):
            assert_told(stage.browser.generic("POST", path, body, content_type=content_type), (content_type, body))


@pytest.mark.parametrize("route", WITH_PARTS)
def test_any_part_of_an_address_is_answered(stage, route):
    parts = {as_query(text) for text in TEXTS.values() if len(text) <= 10_000}
    for part in {
        *parts,
        "x:y:z",
        "é:ü:ş",
        ":::",
        "٤٨٢-٩١٣-٠٥٣",
        "999-999-999",
        "000000000",
        "%2E%2E%2F",
        "-",
        "." * 5000,
    }:
        for method in ROWS[route].takes.split():
            page = stage.browser.generic(method, address(stage, route, part), follow=True)
            assert_told(page, (method, part))


@pytest.mark.parametrize("kind", REFUSED)
def test_a_bad_file_is_told_wherever_files_are_taken(stage, kind):
    name, data, sentence = REFUSED[kind]
    for route in WITH_FILES:
        row = ROWS[route]
        typed = row.good(stage) | {row.typed[-1] if row.typed else "x": "Words to be kept"}
        page = stage.browser.post(address(stage, route), typed | {row.files: upload(name, data)})
        assert page.status_code == 422, route
        assert sentence in page.text, route
        assert not row.typed or "Words to be kept" in page.text, route


NO_NAMES = {".", "\u200b"}  # a browser sends such a part where no file was chosen


@pytest.mark.parametrize("route", WITH_FILES)
def test_a_file_of_any_name_is_kept_or_told(stage, route):
    path, row = address(stage, route), ROWS[route]
    for name in {*NAMES, "%0D%0ASet-Cookie: x=1", "a;b=c.txt", "100%.txt", "ş" * 250} - NO_NAMES:
        empty = {"subject": "", "body": ""} if row.typed else {}
        page = multipart(stage.browser, path, row.good(stage) | empty, [(row.files, name, b"line\n")])
        assert_told(page, name)
        # A line break, or more than fits its head, breaks the whole form.
        is_broken = "\n" in name or len(name) > 1000
        assert is_broken or tidy_name(name) in read(kept_page(stage, page) or page), name


@pytest.mark.parametrize("route", ROWS)
def test_another_method_is_refused_with_a_sentence(stage, route):
    for method in {"GET", "POST", "PUT", "DELETE", "OPTIONS", "x"} - set(ROWS[route].takes.split()):
        page = stage.browser.generic(method, address(stage, route))
        assert_told(page, method)
        assert page.status_code in (302, 405), method
