"""What the browser tests need beside the demo, put there by the services.

`python -m tests.e2e.stage` runs in a process of its own, with the settings of the server under test and UNDO_SECONDS=0,
so that nothing is held. It reads one JSON list ``[action, arguments]`` a line and answers each with a line of JSON.
"""

import json
import sys
import uuid
from collections.abc import Callable
from datetime import timedelta

import django

PASSWORD = "help-desk-demo"


def people():
    """Add staff whose desk speaks Turkish, and two whose queue is empty."""
    from accounts.models import CategoryAssignment, User
    from tickets.models import Category

    def add(email, name, role, *slugs, language="tr"):
        user = User.objects.create_user(email, PASSWORD, name=name, role=role, language=language)
        for category in Category.objects.filter(slug__in=slugs):
            CategoryAssignment.objects.create(user=user, category=category)

    add("ayla@example.com", "Ayla", "owner")
    add("deniz@example.com", "Deniz", "assistant", "downloads", "installation")
    Category.objects.create(slug="quiet", name_en="Old catalogue", name_tr="Eski katalog", is_active=False, position=99)
    add("sakin@example.com", "Sakin", "assistant", "quiet")
    add("yeni@example.com", "Yeni", "assistant")
    add("quentin@example.com", "Quentin", "assistant", "quiet", language="en")


def session(email):
    """Sign a member of staff in, and on a phone of theirs as well; return the cookie."""
    from allauth.usersessions.models import UserSession
    from django.conf import settings
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    from accounts.models import User

    user = User.objects.get(email=email)
    request = HttpRequest()
    for agent in ("Mozilla/5.0 (iPhone) Safari/604.1", "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0"):
        request.session = SessionStore()
        login(request, user, settings.AUTHENTICATION_BACKENDS[0])
        request.session.save()
        where = {"ip": "192.0.2.17", "user_agent": agent}
        UserSession.objects.create(user=user, session_key=request.session.session_key, **where)
    return {"name": settings.SESSION_COOKIE_NAME, "value": request.session.session_key}


def tickets(wanted):
    """File tickets; `wanted` lists dicts of an email and, where it is not installation, the category. Return for each
    its reference, address and private link."""
    return [_file(**ticket) for ticket in wanted]


def _file(email, category="installation", language="en", subject="It does not start", text="", reply=None):
    from accounts.models import User
    from tickets import services
    from tickets.links import private_url
    from tickets.models import Category

    ticket = services.open_ticket(
        category=Category.objects.get(slug=category),
        email=email,
        name="Ayşe Yılmaz" if language == "tr" else "Grace Miller",
        language=language,
        subject=subject,
        text=text or "It says that the serial number is not valid. I tried twice, on two computers.",
        answers=[
            {"key": "product", "label": "Product", "value": "Lantern Studio"},
            {"key": "serial", "label": "Serial number", "value": "LP2208831940"},
        ],
        form_key=uuid.uuid4(),
    )
    if reply:
        body, then = reply
        services.reply(
            ticket=ticket,
            author=User.objects.get(email="ana@example.com"),
            body=body,
            then=then,
            last_event=ticket.events.latest("pk").pk,
            form_key=uuid.uuid4(),
        )
    return {"reference": ticket.reference_text, "email": email, "link": private_url(ticket), "subject": subject}


def night_watch(name):
    """Add a category and the only person who knows of it; return their e-mail address."""
    from accounts.models import CategoryAssignment, User
    from tickets.models import Category

    category = Category.objects.create(slug=name, name_en=name, name_tr=name, named_only=True, is_active=False)
    person = User.objects.create_user(f"{name}@example.com", PASSWORD, name=name.title())
    CategoryAssignment.objects.create(user=person, category=category)
    return person.email


def colleagues(name, **preferences):
    """Add a category and the two who alone know of it: `name`, who has these preferences, and `name`-too."""
    from accounts.models import CategoryAssignment, User
    from tickets.models import Category

    category = Category.objects.create(slug=name, name_en=name, name_tr=name, named_only=True, position=90)
    for person in (name, f"{name}-too"):
        chosen = preferences if person == name else {}
        user = User.objects.create_user(f"{person}@example.com", PASSWORD, name=person, **chosen)
        CategoryAssignment.objects.create(user=user, category=category)


def private_link(reference):
    """Return the link to the ticket that a mail holds."""
    from tickets.links import private_url

    return private_url(_ticket(reference))


def long_wait(category, minutes=15):
    """File a ticket that has waited for so long."""
    from django.utils import timezone

    from tickets.models import Ticket

    filed = _file(f"late-{uuid.uuid4().hex[:6]}@example.net", category)
    since = timezone.now() - timedelta(minutes=minutes)
    Ticket.objects.filter(pk=_ticket(filed["reference"]).pk).update(waiting_since=since)


def complete(references):
    """Complete these tickets: other tests look at what waits."""
    import tickets.reference
    from tickets import services
    from tickets.models import Ticket

    for reference in references:
        services.complete(ticket=Ticket.objects.get(reference=tickets.reference.parse(reference)), actor=None)


def rename(category, key, label):
    """Put the question `key` of a category in other words, as an owner does."""
    from tickets.models import FieldDefinition

    FieldDefinition.objects.filter(category__slug=category, key=key).update(label_en=label)


def reply(reference, body, then="open"):
    """Answer the ticket as Ana does; nothing is held."""
    import tickets.reference
    from accounts.models import User
    from tickets import services
    from tickets.models import Ticket

    ticket = Ticket.objects.with_reference(tickets.reference.parse(reference))
    ana = User.objects.get(email="ana@example.com")
    services.reply(ticket=ticket, author=ana, body=body, then=then, last_event=None, form_key=uuid.uuid4())


def add_phrase(entry, text):
    """Have the owner's phrase lead to an entry."""
    from faq.models import Entry, Phrasing

    Phrasing.objects.create(entry=Entry.objects.get(slug=entry), text=text)


def faq_counts(entry, phrase=""):
    """Return what is counted today of an entry, and of the searches for `phrase`."""
    from faq.models import LoggedSearch, Visit

    visits = Visit.objects.filter(entry__slug=entry)
    searches = LoggedSearch.objects.filter(phrase=phrase).order_by("pk")
    return {
        "views": visits.count(),
        "solved": visits.filter(solved=True).count(),
        "sources": sorted(visits.values_list("source", flat=True)),
        "searches": list(searches.values_list("results", "refused", "opened__slug")),
    }


def ticket_count(email):
    """Return how many tickets came from an address."""
    from tickets.models import Ticket

    return Ticket.objects.filter(requester__email=email).count()


def old_link(reference):
    """Return the ticket's private link as a mail of 31 days ago holds it."""
    import time
    from unittest.mock import patch

    import tickets.reference
    from tickets.links import private_url
    from tickets.models import Ticket

    then = time.time() - 31 * 24 * 60 * 60
    with patch("time.time", lambda: then):
        return private_url(Ticket.objects.with_reference(tickets.reference.parse(reference)))


def links(email, language="en"):
    """Return the links that mails to `email` hold beside the ticket's own: to all tickets, and "this was not me"."""
    from tickets.links import not_me_url, tickets_url
    from tickets.models import Requester

    requester = Requester.objects.with_address(email)
    return {"all": tickets_url(requester, language), "not_me": not_me_url(requester, language)}


WORDS = {
    "en": {
        "subject": "The serial number is refused since yesterday's update",
        "text": "I updated on Monday.\n\nNow it says:\nserial number LP2208831940 is in use on two computers",
        "ask": "Is the old computer still in use?",
        "answer": "Both places are free again. If not, install it anew:\nhttps://example.com/installers/lantern-studio.zip",
    },
    "tr": {
        "subject": "Dünkü güncellemeden beri seri numarası kabul edilmiyor",
        "text": "Pazartesi güncelledim.\n\nŞimdi şöyle diyor:\nLP2208831940 iki bilgisayarda kullanılıyor",
        "ask": "Eski bilgisayarı hâlâ kullanıyor musunuz?",
        "answer": "İki yer de boşaldı. Olmazsa yeniden kurun:\nhttps://example.com/installers/lantern-studio.zip",
    },
}


def _work_on(goes_on, other):
    """Tag, edit and take a ticket, then merge another one into it, as Ana does."""
    from accounts.models import User
    from tickets import services
    from tickets.models import Category

    goes_on, other, ana = _ticket(goes_on), _ticket(other), User.objects.get(email="ana@example.com")
    Category.objects.filter(pk=goes_on.category_id).update(staff_note="- Free a place **once a year** without asking.")
    services.change_tags(ticket=goes_on, actor=ana, add=["serial refused", "a-rather-long-word-for-a-tag-indeed-40"])
    services.assign_to(ticket=goes_on, user=ana, instead_of=None)
    services.note(ticket=goes_on, author=ana, body="Known since Monday.", form_key=uuid.uuid4())
    services.edit_answers(
        ticket=goes_on, actor=ana, subject=f"{goes_on.subject} (2)", answers=goes_on.answers, last_event=2**60
    )
    services.change_tags(ticket=goes_on, actor=ana, add=["update"])
    services.merge(ticket=goes_on, other=other, actor=ana)


def _ticket(reference):
    import tickets.reference
    from tickets.models import Ticket

    return Ticket.objects.with_reference(tickets.reference.parse(reference))


def pages():
    """Make what the pages show, in each language: one customer's ticket in each of its states, an entry to read."""
    from django.urls import reverse
    from django.utils.translation import override

    from faq.models import Entry
    from tickets.links import sent_token
    from tickets.models import Category, Ticket

    entry = Entry.objects.filter(category__slug="installation", state="published").first()
    found = {"category": Category.objects.get(slug="installation").pk}
    for language, words in WORDS.items():
        email = f"grace.miller.{language}@a-rather-long-domain.example.net"
        replies = {
            "queued": None,
            "merged into": None,
            "merged away": None,
            "spare, light": None,
            "spare, dark": None,
            "asked": [words["ask"], "ask"],
            "completed": [words["answer"], "complete"],
        }
        found[language] = {
            state: _file(email, "installation", language, words["subject"], words["text"], reply)
            for state, reply in replies.items()
        }
        _work_on(found[language]["merged into"]["reference"], found[language]["merged away"]["reference"])
        with override(language):
            filed = Ticket.objects.filter(requester__email=email, status="queued").first()
            found[language]["sent"] = reverse("customer:sent", args=[sent_token(filed)])
            found[language] |= {"subject": words["subject"], "entry": entry.slug, "question": entry.question}
        found[language] |= links(email, language)
        found[language]["old_link"] = old_link(found[language]["queued"]["reference"])
    return found


ACTIONS: dict[str, Callable] = {
    action.__name__: action
    for action in (
        people,
        session,
        tickets,
        pages,
        night_watch,
        long_wait,
        complete,
        rename,
        reply,
        colleagues,
        private_link,
        old_link,
        links,
        add_phrase,
        faq_counts,
        ticket_count,
    )
}

if __name__ == "__main__":
    django.setup()
    for line in sys.stdin:
        action, arguments = json.loads(line)
        print(json.dumps(ACTIONS[action](**arguments)), flush=True)
