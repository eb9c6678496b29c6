"""Bad input at every address where customers can type: a sentence and a 4xx, or a page that makes sense; never a 500.

Nothing that was typed is lost, and nothing is filed.
"""

import re

import pytest

from tickets import links
from tickets.forms import new_form_key
from tickets.models import FieldDefinition, SubmissionDraft

from .conftest import answer
from .hostile import (
    BYTES,
    LONG,
    MILLION,
    NUL,
    RIGHT_TO_LEFT,
    SURROGATE,
    TOO_MUCH,
    UNSTORABLE,
    encoded,
    multipart,
    post,
    says_why,
)

# The form


ONE_LINE = ["email", "name", "subject", "f_serial", "f_line", "f_email", "f_url", "f_phone", "f_number", "f_date"]
MANY_LINES = ["text", "f_text"]
CHOSEN = ["f_device", "f_choices", "f_yes_no"]


@pytest.mark.parametrize("send_as", [post, multipart])
@pytest.mark.parametrize("kind", BYTES)
def test_what_cannot_be_stored_is_taken_out_and_told(visitor, filled_in, every_kind, kind, send_as):
    typed = filled_in()
    bad = dict.fromkeys(ONE_LINE + MANY_LINES, b"abc" + BYTES[kind] + b"def")
    page = send_as(visitor, "/help/downloads/", typed | bad)
    assert page.status_code == 422
    assert "\0" not in page.text
    assert "\ufffd" not in page.text
    for name in bad:
        errors = page.context["form"].errors[name]
        assert any(UNSTORABLE in error for error in errors), name
        shown = page.context["form"][name].value()
        assert shown.startswith("abc"), name
        assert shown.endswith("def"), name
    assert not SubmissionDraft.objects.exists()


@pytest.mark.parametrize("name", CHOSEN)
@pytest.mark.parametrize("bad", [b"phone" + NUL, SURROGATE, "toaster", "phone\u202e", "PHONE", LONG, "id", "0"])
def test_a_choice_that_is_not_offered_is_told(visitor, filled_in, every_kind, name, bad):
    page = post(visitor, "/help/downloads/", filled_in() | {name: bad})
    assert page.status_code == 422
    assert page.context["form"].errors[name]
    assert "It says it is damaged." in page.text


@pytest.mark.parametrize("name", ONE_LINE + MANY_LINES)
def test_far_too_long_a_text_in_a_field_is_told_and_kept(visitor, filled_in, every_kind, name):
    page = post(visitor, "/help/downloads/", filled_in() | {name: LONG})
    assert page.status_code == 422
    assert page.context["form"].errors[name]
    assert page.context["form"][name].value() == LONG
    assert not SubmissionDraft.objects.exists()


@pytest.mark.parametrize("send_as", [post, multipart])
def test_more_text_than_the_page_takes_is_left_in_the_browser(visitor, filled_in, send_as):
    page = send_as(visitor, "/help/downloads/", filled_in() | {"text": MILLION})
    assert page.status_code == 413
    assert TOO_MUCH in page.text
    assert "What you wrote is still in your browser" in page.text
    assert not SubmissionDraft.objects.exists()


@pytest.mark.parametrize("name", ["email", "subject", "text", "f_serial"])
@pytest.mark.parametrize("blank", ["", "   ", "\t\r\n", "\u200b\u200e\u202e", "\u3000\u00a0"])
def test_only_spaces_are_no_answer(visitor, filled_in, name, blank):
    page = post(visitor, "/help/downloads/", filled_in() | {name: blank})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {name}


@pytest.mark.parametrize("name", ["name", "subject", "f_line"])
def test_marks_that_turn_the_text_around_are_taken_out(visitor, filled_in, every_kind, name, only_ticket):
    check = visitor.post("/help/downloads/", filled_in() | {name: f"A{RIGHT_TO_LEFT}"}, follow=True)
    visitor.post("/help/downloads/check/", {"key": check.context["draft"].key})
    ticket = only_ticket()
    assert {"name": ticket.name, "subject": ticket.subject, "f_line": answer(ticket, "line")}[name] == "Agnp.exe"


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        *[("f_number", bad) for bad in ("1e400", "NaN", "-inf", "１e４００", "9" * 400)],
        *[("f_date", bad) for bad in ("0000-00-00", "9999-12-31", "２０２６-１３-０１", "-1", "1e400")],
        *[("f_url", bad) for bad in ("javascript:alert(1)", "http://[::1", "https://" + "a" * 300, "data:text/html,x")],
        *[("f_phone", bad) for bad in ("٠", "++90", "9" * 400)],
        *[("f_email", bad) for bad in ("a@b", "a@b.c\nBcc: d@e.f", '"<script>"@x', "a@" + "b." * 120 + "c")],
        *[
            ("email", bad)
            for bad in ("a@b", "a@b.example\r\nBcc: c@d.example", "a@b.example,c@d.example", "@", "a@[127.0.0.1")
        ],
    ],
)
def test_what_does_not_fit_is_told_at_its_field(visitor, filled_in, every_kind, name, bad):
    page = post(visitor, "/help/downloads/", filled_in() | {name: bad})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {name}
    assert page.context["form"][name].value() == bad


def test_full_width_digits_are_numbers(visitor, filled_in, every_kind, only_ticket):
    check = visitor.post("/help/downloads/", filled_in(f_number="１２"), follow=True)
    visitor.post("/help/downloads/check/", {"key": check.context["draft"].key})
    assert answer(only_ticket(), "number") == "12"


@pytest.mark.parametrize("name", ["f_invoice", "f_nothing", "f_", "f_serial__x", "f_\u202e", "f_" + "k" * 5000])
def test_a_field_the_category_does_not_ask_is_told_with_what_was_typed(visitor, filled_in, name):
    page = post(visitor, "/help/downloads/", filled_in() | {name: "R-2026-17"})
    assert page.status_code == 422
    assert "no longer asks something you filled in: R-2026-17" in page.text
    assert not SubmissionDraft.objects.exists()


def test_many_foreign_fields_give_one_sentence(visitor, filled_in):
    page = post(visitor, "/help/downloads/", filled_in() | {f"f_{number}": LONG[:1000] for number in range(400)})
    assert page.status_code == 422
    assert len(page.context["form"].non_field_errors()) == 1
    assert len(page.text) < 50_000


@pytest.mark.parametrize(
    "name", ["id", "reference", "status", "category", "assignee", "link_key", "__proto__", "fields"]
)
def test_names_that_are_not_ours_are_passed_over(visitor, filled_in, name, only_ticket):
    check = post(visitor, "/help/downloads/", filled_in() | {name: "1"})
    assert check.status_code == 302
    assert name not in SubmissionDraft.objects.get().data


@pytest.mark.parametrize("name", ["email", "name", "subject", "text", "f_serial", "f_device", "f_line"])
def test_a_name_sent_twice_counts_once(visitor, filled_in, every_kind, name, only_ticket):
    typed = filled_in(f_line="A line")
    check = post(visitor, "/help/downloads/", typed | {name: [LONG, typed[name]]})
    assert check.status_code == 302
    assert len(str(SubmissionDraft.objects.get().data)) < 2000
    visitor.post("/help/downloads/check/", {"key": SubmissionDraft.objects.get().key})
    assert only_ticket().subject == typed["subject"]


def test_a_choice_sent_twice_counts_once(visitor, filled_in, categories, only_ticket):
    FieldDefinition.objects.filter(key="device").update(kind="choices")
    post(visitor, "/help/downloads/", filled_in() | {"f_device": ["phone", "computer", "phone"] * 100})
    visitor.post("/help/downloads/check/", {"key": SubmissionDraft.objects.get().key})
    assert answer(only_ticket(), "device") == "Phone, Computer"


@pytest.mark.parametrize("path", ["/help/downloads/", "/help/downloads/check/", "{ticket}reply/"])
def test_fifteen_hundred_fields_are_refused_with_a_sentence(holder, ticket, path):
    path = path.format(ticket=f"/tickets/{ticket.reference_text}/")
    page = post(holder, path, {f"x{number}": "1" for number in range(1500)})
    assert page.status_code == 413
    assert TOO_MUCH in page.text


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\xe9",
        "text/plain",
        "application/json",
        "x",
    ],
)
@pytest.mark.parametrize("body", [b"", b"{", b"--x\r\n", b"\xff" * 100])
def test_a_body_in_no_form_we_know_gets_a_sentence(visitor, categories, content_type, body):
    page = visitor.generic("POST", "/help/downloads/", body, content_type=content_type)
    assert 400 <= page.status_code < 500
    assert says_why(page)


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "nonsense", "rot13", "iso-8859-9"])
def test_another_charset_gets_a_page(visitor, filled_in, charset):
    typed = encoded(filled_in())
    page = visitor.generic(
        "POST", "/help/downloads/", typed, content_type=f"application/x-www-form-urlencoded; charset={charset}"
    )
    assert page.status_code < 500


# The ticket's page


@pytest.mark.parametrize("kind", BYTES)
def test_a_message_that_cannot_be_stored_is_told_and_kept(holder, ticket, kind):
    path = f"/tickets/{ticket.reference_text}/reply/"
    page = post(holder, path, {"form_key": new_form_key(), "body": b"abc" + BYTES[kind] + b"def"})
    assert page.status_code == 422
    assert UNSTORABLE in page.text
    again = {name: page.context["form"][name].value() for name in ("form_key", "body")}
    assert post(holder, path, again).status_code == 302
    assert re.fullmatch(r"abc.{0,3}def", ticket.messages.last().body)


@pytest.mark.parametrize(
    "fields", [{}, {"body": LONG}, {"body": "x", "form_key": NUL}, {"form_key": SURROGATE}, {"body": ["", ""]}]
)
def test_a_message_that_is_none_is_told(holder, ticket, fields):
    page = post(holder, f"/tickets/{ticket.reference_text}/reply/", fields)
    assert page.status_code == 422
    assert "There is a problem" in page.text
    assert ticket.messages.count() == 1


def test_a_message_of_more_than_the_page_takes_is_left_in_the_browser(holder, ticket):
    path = f"/tickets/{ticket.reference_text}/reply/"
    page = multipart(holder, path, {"form_key": new_form_key(), "body": LONG + LONG})
    assert page.status_code == 413
    assert TOO_MUCH in page.text
    assert ticket.messages.count() == 1


# Cookies and headers


COOKIES = ["", "x" * 3000, '"\\000\\001\\377aaaaaaaa"', "é" * 40, "a:b:c", "%00%00%00%00%00%00%00%00", "null", "[[1]]"]


@pytest.mark.parametrize("value", COOKIES)
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "tickets", "messages", "django_language"])
def test_any_cookie_gets_the_page(visitor, ticket, filled_in, name, value):
    typed = filled_in()
    header = {"HTTP_COOKIE": f"{name}={value}"}
    visitor.cookies.clear()
    for path in ("/", "/help/downloads/", "/status/", "/faq/"):
        assert visitor.get(path, **header).status_code == 200, path
    assert visitor.get(f"/tickets/{ticket.reference_text}/", **header).status_code == 404
    check = visitor.post("/help/downloads/", typed, **header)
    assert check.status_code == 302
    assert visitor.get(check["Location"], **header).status_code == 200


@pytest.mark.parametrize("value", COOKIES)
@pytest.mark.parametrize("name", ["sessionid", "messages"])
def test_any_cookie_gets_the_ticket_page_and_its_actions(holder, ticket, name, value):
    held = holder.cookies[links.COOKIE].coded_value
    holder.cookies.clear()
    header = {"HTTP_COOKIE": f"{links.COOKIE}={held}; {name}={value}"}
    address = f"/tickets/{ticket.reference_text}/"
    assert holder.get(address, **header).status_code == 200
    assert holder.post(f"{address}reply/", {"form_key": new_form_key(), "body": "Hello"}, **header).status_code == 302
    assert holder.post(f"{address}solved/", **header).status_code == 302
    assert holder.get(address, **header).status_code == 200


@pytest.mark.parametrize(
    "name", ["HTTP_ACCEPT_LANGUAGE", "HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_X_FORWARDED_FOR", "HTTP_ORIGIN"]
)
@pytest.mark.parametrize("value", ["", "é\xff", "x" * 8000, "tr-TR,tr;q=NaN,*;q=1e400", "null"])
def test_any_header_gets_the_page(visitor, categories, name, value):
    for path in ("/", "/help/downloads/", "/status/?reference=482-913-053"):
        assert visitor.get(path, **{name: value}).status_code < 500


@pytest.mark.parametrize("host", ["evil.example", "localhost:8000@evil.example", "", "a b", "[::1", "localhost\x00"])
def test_another_host_gets_a_sentence(visitor, categories, host):
    page = visitor.get("/", HTTP_HOST=host)
    assert page.status_code == 400
    assert "evil" not in page.text
    assert says_why(page)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "PROPFIND"])
def test_other_methods_are_refused(holder, ticket, method):
    number = ticket.reference_text
    paths = (
        "/",
        "/help/downloads/",
        "/help/downloads/check/",
        "/status/",
        f"/tickets/{number}/",
        f"/tickets/{number}/reply/",
    )
    assert {holder.generic(method, path).status_code for path in paths} == {405}
