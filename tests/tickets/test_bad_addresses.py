"""Bad keys, tokens, numbers and queries in addresses: a sentence and a 4xx, or a page that makes sense; never a 500."""

import pytest

from faq.models import Entry
from tickets import links
from tickets.models import Message, SubmissionDraft, Ticket

from .conftest import link_path, some_time_ago
from .hostile import LONG, NUL, OVERLONG, RIGHT_TO_LEFT, SURROGATE, as_query, post, says_why

# Addresses with a key


KEYS = [
    "",
    "x",
    "00000000-0000-0000-0000-000000000000",
    "\0",
    "\ud800",
    "é" * 40,
    "{}",
    "1" * 32,
    LONG[:5000],
    "٣" * 32,
]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_of_no_draft_is_told(visitor, categories, key):
    assert visitor.get(f"/help/downloads/?key={as_query(key)}").status_code == 200
    for page in (
        visitor.get(f"/help/downloads/check/?key={as_query(key)}"),
        post(visitor, "/help/downloads/check/", {"key": key}),
        post(visitor, "/help/downloads/check/", {"key": key, "email": "a@gmail.com"}),
    ):
        assert page.status_code == 410
        assert "This form is no longer kept" in page.text


@pytest.mark.parametrize("email", [b"a" + NUL + b"@gmail.com", SURROGATE, LONG, "", "<script>", "tom@example.net"])
def test_the_check_page_takes_no_address_but_the_one_it_offers(visitor, filled_in, email):
    check = visitor.post("/help/downloads/", filled_in(email="ayse@gmial.com"), follow=True)
    key = check.context["draft"].key
    assert post(visitor, "/help/downloads/check/", {"key": str(key), "email": email}).status_code == 302
    assert SubmissionDraft.objects.get().data["email"] == ["ayse@gmial.com"]


@pytest.mark.parametrize(
    "slug", ["nothing", "DOWNLOADS", "downloads%00", "%ED%A0%80", "%FF", "-", "a" * 5000, "..%2F..", "%E2%80%AE"]
)
@pytest.mark.parametrize(
    "path", ["/help/{}/", "/help/{}/check/", "/faq/{}/", "/sent/{}/", "/t/{}/", "/tickets/{}/", "/tr/help/{}/"]
)
def test_addresses_of_nothing_get_a_page(visitor, categories, slug, path):
    page = visitor.get(path.format(slug))
    assert page.status_code == 404
    assert says_why(page)


TOKENS = ["x", "a:b:c", ":::", "é:ü:ş", "%00", "%ED%A0%80:a:b", "W10:1:x", "." * 3000, "eyJhIjoxfQ:1:" + "a" * 43]


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("path", ["/sent/{}/", "/t/{}/", "/tr/sent/{}/"])
def test_tokens_that_are_none_are_told(visitor, db, token, path):
    page = visitor.get(path.format(token))
    assert page.status_code == 404
    assert 'class="back"' in page.text or "/status/" in page.text


def test_an_expired_confirmation_is_told(visitor, ticket):
    with some_time_ago(60 * 60 * 24 * 31):
        token = links.sent_token(ticket)
    page = visitor.get(f"/sent/{token}/")
    assert page.status_code == 410
    assert ticket.reference_text not in page.text


@pytest.mark.parametrize("path", ["/sent/{}/", "/t/{}/"])
def test_the_token_of_a_ticket_that_is_gone_is_told(visitor, ticket, path):
    token = links.sent_token(ticket) if "sent" in path else link_path(ticket).split("/")[-2]
    Message.objects.all().delete()
    ticket.mails.all().delete()
    Ticket.objects.all().delete()
    page = visitor.get(path.format(token))
    assert page.status_code in (404, 410)
    assert says_why(page)


@pytest.mark.parametrize(
    "number", ["000-000-000", "999-999-999", "482-913-054", "٤٨٢-٩١٣-٠٥٣", "000000000", "999999999", "48291305", "1e8"]
)
@pytest.mark.parametrize("below", ["", "reply/", "solved/", "reopen/"])
def test_numbers_of_no_ticket_get_the_usual_404(visitor, ticket, number, below):
    page = (visitor.post if below else visitor.get)(f"/tickets/{number}/{below}", follow=True)
    assert page.status_code == 404
    assert says_why(page)


# Queries in addresses


QUERIES = [
    b"",
    b" ",
    NUL,
    SURROGATE,
    OVERLONG,
    b"\xff",
    RIGHT_TO_LEFT.encode(),
    b"%",
    b"'\"--;",
    b"<script>",
    LONG.encode()[:5000],
]


@pytest.mark.parametrize("query", QUERIES)
def test_any_text_can_be_searched_for(visitor, categories, query):
    for path in ("/faq/search/", "/faq/suggest/", "/tr/faq/search/"):
        page = visitor.get(f"{path}?q={as_query(query)}&category={as_query(query)}")
        assert page.status_code == 200
        assert "<script>" not in page.text


@pytest.mark.parametrize("query", QUERIES)
def test_any_text_can_be_asked_for_as_a_number(visitor, ticket, query):
    page = visitor.get(f"/status/?reference={as_query(query)}")
    assert page.status_code == 422
    assert "There is a problem" in page.text
    assert page.text.count("<script>") == 0


@pytest.mark.parametrize("path", ["/", "/help/downloads/", "/status/", "/faq/", "/faq/an-entry/", "/faq/search/"])
def test_other_queries_change_nothing(visitor, categories, path):
    Entry.objects.create(
        slug="an-entry", question_en="Why?", answer_en="So.", category=categories.downloads, state="published"
    )
    page = visitor.get(
        f"{path}?page={as_query(NUL)}&page=-1&page=1e400&next=//evil.example&x[]=1&%00=%ff&;=&reference2"
    )
    assert page.status_code == 200
    assert 'href="//evil.example' not in page.text


@pytest.mark.parametrize("query", ["&".join(["q=a"] * 101), "q=" + "a" * 15_000, "q=" + "%41" * 3_000, "<" * 5_000])
@pytest.mark.parametrize("is_debug", [False, True])
@pytest.mark.parametrize("path", ["/", "/tr/help/downloads/", "/status/", "/faq/search/", "/nothing/", "/desk/"])
def test_an_address_that_is_too_long_is_refused_by_our_own_page(visitor, categories, settings, path, is_debug, query):
    settings.DEBUG = is_debug
    page = visitor.get(f"{path}?{query}")
    assert page.status_code == 414
    assert ("Bu adres çok uzun" if "/tr/" in path else "This address is too long") in page.text


@pytest.mark.parametrize("path", ["/nothing/", "/desk/", "/faq/"])
def test_a_path_that_is_too_long_is_refused_by_our_own_page(visitor, categories, path):
    assert visitor.get(path + "a" * 15_000).status_code == 414


def test_a_long_address_is_led_to_sign_in(visitor, categories):
    page = visitor.get("/desk/?q=" + "%41" * 1_600, follow=True)
    assert page.status_code == 200
    assert page.request["PATH_INFO"] == "/accounts/login/"


def test_of_several_queries_one_is_read(visitor, categories):
    page = visitor.get("/faq/search/?" + "q=a&" * 99 + "q=the+last")
    assert page.status_code == 200
    assert page.context["query"] == "the last"


@pytest.mark.parametrize("is_debug", [False, True])
def test_a_form_of_five_thousand_fields_is_refused_by_our_own_page(visitor, categories, settings, is_debug):
    settings.DEBUG = is_debug
    page = post(visitor, "/status/", {"email": ["a"] * 5000})
    assert page.status_code == 413
    assert "That is too much at once" in page.text
