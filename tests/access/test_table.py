"""Every address and every kind of person: what they get. An address without a row fails.

Packages are listed by prefix. The persons are the fixed cast, a customer who holds the private link of the downloads
ticket, and a stranger who holds that of another ticket.
"""

import pytest
from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, get_resolver

from faq.models import Entry, Fix, Picture
from tickets import links
from tickets.models import Attachment, CannedResponse, SavedView

STAFF = {"owner", "other_owner", "ana", "bora", "nil"}
OWNERS = {"owner", "other_owner"}
EVERYBODY = {"anonymous", "customer", "stranger", "locked_out"} | STAFF
SEES = {
    "downloads": {"owner", "other_owner", "ana", "bora"},
    "billing": {"owner", "other_owner", "bora"},
    "personal": {"owner"},
}
LOGIN, NOT_FOUND = "login", 404

PACKAGES = {"accounts/": EVERYBODY, "admin/": OWNERS}

# address: (method, who may, what they get); {ticket} stands for the reference of a ticket of each category
PUBLIC = {
    "healthz": ("GET", 200),
    "robots.txt": ("GET", 200),
    "sitemap.xml": ("GET", 200),
    "sw.js": ("GET", 200),
    "": ("GET", 200),
    "faq/": ("GET", 200),
    "ask/": ("GET", 200),
    "ask/<str:token>/": ("GET", 404),  # of another kind of link
    "faq/search/": ("GET", 200),
    "faq/suggest/": ("GET", 200),
    "faq/pictures/<uuid:key>/": ("GET", 200),
    "faq/none/": ("POST", 302),
    "faq/feed/": ("GET", 200),
    "faq/<slug:slug>/": ("GET", 200),
    "faq/<slug:slug>/helped/": ("GET", 200),
    "help/<slug:slug>/": ("GET", 200),
    "help/<slug:slug>/check/": ("GET", 410),
    "help/<slug:slug>/check/solved/": ("POST", 410),
    "help/<slug:slug>/solved/": ("POST", 200),
    "sent/<str:token>/": ("GET", 200),
    "status/": ("GET", 200),
    "files/": ("POST", 400),  # without a form that we drew
    "privacy/": ("GET", 200),
    "my/forget/": ("POST", 302),
    "not-me/<str:token>/": ("GET", 200),
    "t/<str:token>/": ("GET", 302),
    "readyz": ("GET", 503),  # no worker has left a sign of life in a test
}
OF_THE_CUSTOMER = {
    "tickets/<reference:number>/": ("GET", 200),
    "tickets/<reference:number>/files/<uuid:pk>/": ("GET", 200),
    "tickets/<reference:number>/files/<uuid:pk>/preview/": ("GET", 200),
    "tickets/<reference:number>/reply/": ("POST", 422),
    "tickets/<reference:number>/solved/": ("POST", 302),
    "tickets/<reference:number>/reopen/": ("POST", 302),
}
READ_BY_A_SCRIPT = {"desk/counts/": ("GET", 200)}  # for which a sign-in page is no answer
OF_STAFF = {
    "desk/": ("GET", 200),
    "desk/search/": ("GET", 200),
    "desk/presence/": ("GET", 200),
    "desk/bulk/": ("POST", 302),
    "desk/canned/": ("GET", 200),
    "desk/canned/new/": ("GET", 200),
    "desk/canned/files/": ("POST", 400),
    "desk/undo/": ("POST", 302),
    "desk/views/": ("GET", 200),
    "desk/new/": ("GET", 200),
    "desk/push/": ("POST", 422),
    "desk/push/remove/": ("POST", 204),
    "desk/tags/": ("GET", 200),
    "desk/preferences/": ("GET", 200),
    "desk/preferences/switch/": ("POST", 302),
    "desk/keys/": ("GET", 200),
    "desk/alerts/": ("GET", 200),
    "desk/app.webmanifest": ("GET", 200),
}
# Of who holds the link to the address, or filed the ticket in this browser; nobody here did.
OF_SOMEBODY_ELSE = {"my/": ("GET", 404), "sent/<str:token>/address/": ("POST", 422)}
OF_OWNERS = {
    "desk/mail/": ("GET", 200),
    "desk/mail/release/": ("POST", 302),
    "desk/mail/block/": ("POST", 302),
    "desk/settings/": ("GET", 200),
    "desk/settings/audit/": ("GET", 200),
    "desk/settings/mail/": ("GET", 200),
    "desk/settings/mail/<slug:event>/<slug:language>/": ("GET", 200),
    "desk/settings/files/": ("GET", 200),
    "desk/settings/files/ours/": ("POST", 302),
    "desk/setup/": ("GET", 200),
    "desk/setup/category/": ("GET", 200),
    "desk/setup/assistant/": ("GET", 200),
    "desk/setup/done/": ("GET", 200),
    "desk/faq/": ("GET", 200),
    "desk/faq/to-do/": ("POST", 302),
    "desk/faq/misses/": ("GET", 200),
    "desk/faq/unfound/": ("GET", 200),
    "desk/faq/misses/add/": ("POST", 302),
    "desk/faq/misses/ignore/": ("POST", 302),
    "desk/faq/misses/undo/": ("POST", 302),
    "desk/faq/entries/": ("GET", 200),
    "desk/faq/entries/new/": ("GET", 200),
    "desk/faq/synonyms/": ("GET", 200),
}
OF_WHO_SEES_THE_TICKET = {
    "desk/tickets/<reference:number>/": ("GET", 200),
    "desk/tickets/<reference:number>/files/": ("POST", 400),
    "desk/tickets/<reference:number>/files/<uuid:pk>/": ("GET", 200),
    "desk/tickets/<reference:number>/files/<uuid:pk>/preview/": ("GET", 200),
    "desk/tickets/<reference:number>/reply/": ("POST", 422),
    "desk/tickets/<reference:number>/note/": ("POST", 422),
    "desk/tickets/<reference:number>/preview/": ("POST", 200),
    "desk/tickets/<reference:number>/draft/": ("POST", 422),
    "desk/tickets/<reference:number>/presence/": ("POST", 200),
    "desk/tickets/<reference:number>/assign/": ("POST", 302),
    "desk/tickets/<reference:number>/complete/": ("POST", 302),
    "desk/tickets/<reference:number>/reopen/": ("POST", 302),
    "desk/tickets/<reference:number>/spam/": ("POST", 302),
    "desk/tickets/<reference:number>/snooze/": ("POST", 302),
    "desk/tickets/<reference:number>/wake/": ("POST", 302),
    "desk/tickets/<reference:number>/undo/": ("POST", 302),
    "desk/tickets/<reference:number>/revoke/": ("POST", 302),
    "desk/tickets/<reference:number>/move/": ("GET", 200),
    "desk/tickets/<reference:number>/tags/": ("POST", 302),
    "desk/tickets/<reference:number>/print/": ("GET", 200),
    "desk/tickets/<reference:number>/answers/": ("GET", 200),
    "desk/tickets/<reference:number>/faq/": ("POST", 404),  # without an answer
    "desk/tickets/<reference:number>/suggested/": ("GET", 200),
    "desk/tickets/<reference:number>/unfound/": ("POST", 404),  # without an entry
    "desk/tickets/<reference:number>/hand-over/": ("POST", 422),
    "desk/tickets/<reference:number>/merge/": ("POST", 404),  # without another ticket
    "desk/tickets/<reference:number>/unmerge/": ("POST", 302),
}
# Of Ana, whose they are.
OF_ONE_PERSON = {"desk/views/<int:pk>/move/": ("POST", 302), "desk/views/<int:pk>/delete/": ("POST", 302)}
OF_WHO_SEES_THE_RESPONSE = {
    "desk/canned/<int:pk>/": ("GET", 200),
    "desk/canned/<int:pk>/archive/": ("POST", 302),
    "desk/canned/<int:pk>/pin/": ("POST", 302),
    "desk/canned/<int:pk>/files/<uuid:file>/": ("GET", 200),
}
OF_WHO_SEES_THE_CATEGORY = {"desk/new/<slug:slug>/": ("GET", 200)}
OF_OWNERS_WHO_SEE_THE_CATEGORY = {
    "desk/tickets/<reference:number>/redact/<int:pk>/": ("GET", 200),
    "desk/faq/entries/<int:pk>/": ("GET", 200),
    "desk/faq/entries/<int:pk>/history/": ("GET", 200),
    "desk/faq/entries/<int:pk>/restore/": ("POST", 404),  # without a revision
    "desk/faq/to-do/<int:pk>/": ("POST", 302),
}
# Nine bare digits lead to the usual address and tell nothing of whether there is such a ticket.
REDIRECTS = {
    "tickets/<bare_reference:number>/": EVERYBODY,
    "desk/tickets/<bare_reference:number>/": STAFF,
    # Where entries were written once.
    "admin/faq/entry/": STAFF,
    "admin/faq/entry/add/": STAFF,
    "admin/faq/entry/<int:pk>/change/": STAFF,
}


def routes(patterns=None, before=""):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + str(pattern.pattern)
        if route in PACKAGES or isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


def test_every_address_has_a_row():
    rows = {
        *PACKAGES,
        *PUBLIC,
        *OF_SOMEBODY_ELSE,
        *OF_THE_CUSTOMER,
        *OF_STAFF,
        *READ_BY_A_SCRIPT,
        *OF_OWNERS,
        *OF_WHO_SEES_THE_TICKET,
        *OF_ONE_PERSON,
        *OF_WHO_SEES_THE_CATEGORY,
        *OF_WHO_SEES_THE_RESPONSE,
        *OF_OWNERS_WHO_SEE_THE_CATEGORY,
        *REDIRECTS,
    }
    assert set(routes()) == rows


def add_file(ticket):
    attachment = Attachment(message=ticket.messages.get(), name="photo.png", size=4, content_type="image/png")
    for stored in (attachment.file, attachment.preview):
        stored.save("photo.png", ContentFile(b"data"), save=False)
    attachment.save()


@pytest.fixture
def stage(cast, categories, open_ticket, sign_in):
    """Tickets, and a browser of each person."""
    tickets = {name: open_ticket(getattr(categories, name)) for name in SEES}
    people = {name: sign_in(getattr(cast, name)) for name in STAFF | {"locked_out"}}
    people |= {"anonymous": Client(), "customer": Client(), "stranger": Client()}
    for ticket in tickets.values():
        add_file(ticket)
    for name, ticket in (("customer", tickets["downloads"]), ("stranger", tickets["billing"])):
        people[name].get(links.private_url(ticket).removeprefix("http://localhost:8000"))
    for name, ticket in tickets.items():
        entry = Entry.objects.create(
            slug="an-entry" if name == "downloads" else f"of-{name}",
            question_en="Why?",
            answer_en="So.",
            category=ticket.category,
            state="published",
        )
        Fix.objects.create(entry=entry, kind="reword", phrase="Why?", before=1, now=3)
        picture = Picture(entry=entry, width=1, height=1, alt="A key")
        picture.file.save("key.webp", ContentFile(b"data"), save=True)
    for ticket in tickets.values():
        response = CannedResponse.objects.create(pk=ticket.category_id, title="Of course", text_en="Yes.")
        response.categories.add(ticket.category)
        guide = Attachment(canned=response, name="guide.txt", size=4, content_type="text/plain")
        guide.file.save("guide.txt", ContentFile(b"data"), save=False)
        guide.save()
    SavedView.objects.create(pk=1, owner=cast.ana, name="Mine", query="state=asked", is_shared=True)
    return tickets, people


def address(route, ticket):
    token = links.sent_token(ticket) if route.startswith("sent") else links.private_url(ticket).rsplit("/", 2)[1]
    if route.startswith("not-me"):
        token = links.not_me_url(ticket.requester, "en").rsplit("/", 2)[1]
    entry = Entry.objects.get(category=ticket.category)
    return "/" + (
        route.replace("desk/faq/entries/<int:pk>", f"desk/faq/entries/{entry.pk}")
        .replace("desk/faq/to-do/<int:pk>", f"desk/faq/to-do/{entry.fixes.get().pk}")
        .replace("<uuid:key>", str(entry.pictures.get().key))
        .replace("<reference:number>", ticket.reference_text)
        .replace("<bare_reference:number>", str(ticket.reference))
        .replace("faq/<slug:slug>", "faq/an-entry")
        .replace("<slug:slug>", ticket.category.slug)
        .replace("<slug:event>/<slug:language>", "confirmation/en")
        .replace("<str:token>", token)
        .replace("desk/views/<int:pk>", "desk/views/1")
        .replace("desk/canned/<int:pk>", f"desk/canned/{ticket.category_id}")
        .replace("<uuid:file>", str(Attachment.objects.get(canned=ticket.category_id).pk))
        .replace("<int:pk>", str(ticket.messages.get().pk))
        .replace("<uuid:pk>", str(Attachment.objects.get(message__ticket=ticket).pk))
    )


def got(client, method, path):
    response = client.generic(method, path)
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
        return LOGIN
    return response.status_code


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_public_pages_are_for_everybody(stage, who):
    tickets, people = stage
    for route, (method, expected) in (PUBLIC | OF_SOMEBODY_ELSE).items():
        assert got(people[who], method, address(route, tickets["downloads"])) == expected, route


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_a_ticket_is_for_the_customer_who_holds_its_link(stage, who):
    tickets, people = stage
    for route, (method, expected) in OF_THE_CUSTOMER.items():
        may = who == "customer"
        assert got(people[who], method, address(route, tickets["downloads"])) == (expected if may else NOT_FOUND), route
        assert got(people[who], method, address(route, tickets["personal"])) == NOT_FOUND, route


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_the_desk_is_for_staff_and_statistics_are_for_owners(stage, who):
    tickets, people = stage
    for rows, may in ((OF_STAFF, STAFF), (OF_OWNERS, OWNERS)):
        for route, (method, expected) in rows.items():
            refused = NOT_FOUND if who in STAFF else LOGIN
            assert got(people[who], method, address(route, tickets["downloads"])) == (
                expected if who in may else refused
            ), route


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_what_a_script_reads_is_for_staff_and_says_so(stage, who):
    _tickets, people = stage
    for route, (method, expected) in READ_BY_A_SCRIPT.items():
        assert got(people[who], method, f"/{route}") == (expected if who in STAFF else 401), route


@pytest.mark.parametrize("category", sorted(SEES))
@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_a_ticket_is_for_the_staff_who_see_its_category(stage, who, category):
    tickets, people = stage
    for route, (method, expected) in (OF_WHO_SEES_THE_TICKET | OF_WHO_SEES_THE_CATEGORY).items():
        refused = NOT_FOUND if who in STAFF else LOGIN
        path = address(route, tickets[category])
        assert got(people[who], method, path) == (expected if who in SEES[category] else refused), route


@pytest.mark.parametrize("category", sorted(SEES))
@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_a_canned_response_is_for_the_staff_who_see_its_category(stage, who, category):
    tickets, people = stage
    for route, (method, expected) in OF_WHO_SEES_THE_RESPONSE.items():
        refused = NOT_FOUND if who in STAFF else LOGIN
        path = address(route, tickets[category])
        assert got(people[who], method, path) == (expected if who in SEES[category] else refused), route


@pytest.mark.parametrize("category", sorted(SEES))
@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_what_only_owners_do_is_for_those_who_see_the_ticket(stage, who, category):
    tickets, people = stage
    for route, (method, expected) in OF_OWNERS_WHO_SEE_THE_CATEGORY.items():
        refused = NOT_FOUND if who in STAFF else LOGIN
        may = who in SEES[category] & OWNERS
        assert got(people[who], method, address(route, tickets[category])) == (expected if may else refused), route


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_what_is_one_persons_own_is_nobody_elses(stage, who):
    tickets, people = stage
    for route, (method, expected) in OF_ONE_PERSON.items():
        refused = NOT_FOUND if who in STAFF else LOGIN
        assert got(people[who], method, address(route, tickets["downloads"])) == (
            expected if who == "ana" else refused
        ), route


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_short_and_old_addresses_lead_to_the_usual_one(stage, who):
    tickets, people = stage
    for route, may in REDIRECTS.items():
        assert got(people[who], "GET", address(route, tickets["personal"])) == (302 if who in may else LOGIN), route


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_packages_keep_to_their_prefix(stage, who):
    _tickets, people = stage
    assert got(people[who], "GET", "/accounts/login/") == (302 if who in STAFF else 200)
    answer = people[who].get("/admin/", follow=True)
    assert answer.status_code == 200
    led_to = answer.redirect_chain[-1][0] if answer.redirect_chain else "/admin/"
    expected = "/admin/" if who in OWNERS else "/desk/" if who in STAFF else "/accounts/login/"
    assert led_to.startswith(expected)


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "confirm-email/a-key/"])
@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_nobody_changes_or_confirms_an_address(stage, who, path):
    _tickets, people = stage
    for method in ("GET", "POST"):
        assert got(people[who], method, f"/accounts/{path}") == NOT_FOUND
    people[who].post(f"/accounts/{path}", {"action_add": "", "email": "bora@example.com"})
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize("route", sorted(OF_WHO_SEES_THE_TICKET))
def test_hidden_foreign_and_unknown_tickets_answer_alike_on_the_desk(stage, route):
    tickets, people = stage
    method, _expected = OF_WHO_SEES_THE_TICKET[route]
    path = address(route, tickets["downloads"])
    answers = [
        people[who].generic(method, path.replace(tickets["downloads"].reference_text, reference))
        for who in ("ana", "nil")
        for reference in (tickets["billing"].reference_text, tickets["personal"].reference_text, "999-999-999")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert (
        len({frozenset((key, value) for key, value in answer.items() if key != "X-Request-ID") for answer in answers})
        == 1
    )


@pytest.mark.parametrize("route", sorted(OF_THE_CUSTOMER))
def test_foreign_and_unknown_tickets_answer_alike_to_customers(stage, route):
    tickets, people = stage
    path = address(route, tickets["downloads"])
    method, _expected = OF_THE_CUSTOMER[route]
    answers = [
        people["stranger"].generic(method, path.replace(tickets["downloads"].reference_text, reference))
        for reference in (tickets["downloads"].reference_text, tickets["personal"].reference_text, "999-999-999")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
