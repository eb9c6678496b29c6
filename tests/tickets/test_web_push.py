"""While their desk is closed, people are told in their browsers: whom they may see, how many, and nothing else."""

import threading
import uuid
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import CategoryAssignment, User
from notifications import subscriptions, webpush
from notifications.models import PushDue, PushSubscription, Watch
from tests.notifications.push_service import VAPID_PRIVATE_KEY, Browser, running_push_service
from tickets import services, worker
from tickets.context_processors import Desk
from tickets.models import Category

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _push_is_on(settings):
    settings.VAPID_PRIVATE_KEY = VAPID_PRIVATE_KEY


@pytest.fixture
def push_service():
    with running_push_service() as service:
        yield service


@pytest.fixture
def turn_on():
    """Return turn_on(person, name): a browser of theirs in which push is on."""

    def turn_on(person, name=""):
        browser = Browser(name or person.name)
        subscriptions.subscribe(user=person, **browser.fields)
        return browser

    return turn_on


@pytest.fixture
def send(push_service):
    """Return send(): what the worker does, once."""
    return lambda: services.send_pushes(connect=push_service.connect)


def later(minutes):
    """Let so many minutes go by for all that is due."""
    passed = timedelta(minutes=minutes)
    PushDue.objects.update(created_at=F("created_at") - passed)
    PushSubscription.objects.update(rests_until=F("rests_until") - passed)
    Watch.objects.update(seen_at=F("seen_at") - passed)


def test_a_push_says_how_many_wait_where_and_nothing_of_a_customer(
    cast, categories, open_ticket, turn_on, send, push_service
):
    browser = turn_on(cast.bora)
    tickets = [open_ticket(categories.billing) for _ in range(3)]
    assert send() == 1
    assert push_service.received(browser) == [
        {
            "title": "Help desk",
            "body": "3 waiting in Billing",
            "tag": "billing",
            "url": "/desk/?category=billing",
        }
    ]
    assert tickets[0].reference_text not in str(push_service.received(browser))
    assert send() == 0
    assert not PushDue.objects.exists()


def test_a_push_is_in_the_persons_language(cast, open_ticket, turn_on, send, push_service):
    User.objects.filter(pk=cast.ana.pk).update(language="tr")
    browser = turn_on(cast.ana)
    open_ticket()
    send()
    assert "İndirmeler" in push_service.received(browser)[0]["body"]


def test_every_browser_of_everybody_who_sees_the_category_is_told_and_nobody_else(
    cast, categories, open_ticket, turn_on, send, push_service
):
    people = ("owner", "other_owner", "ana", "bora", "nil", "locked_out")
    browsers = {name: turn_on(getattr(cast, name)) for name in people} | {"second": turn_on(cast.ana, "second")}
    told = {}
    for slug in ("downloads", "billing", "personal"):
        push_service.posts.clear()
        open_ticket(getattr(categories, slug))
        send()
        told[slug] = {name for name, browser in browsers.items() if push_service.received(browser)}
    assert told == {
        "downloads": {"owner", "other_owner", "ana", "second", "bora"},
        "billing": {"owner", "other_owner", "bora"},
        "personal": {"owner"},
    }


@pytest.mark.parametrize("meanwhile", ["away", "only at the check", "locked out", "taken away", "answered"])
def test_whom_it_does_not_concern_any_more_is_not_told(cast, open_ticket, turn_on, send, push_service, meanwhile):
    turn_on(cast.ana)
    ticket = open_ticket()
    if meanwhile == "taken away":
        CategoryAssignment.objects.filter(user=cast.ana).delete()
    elif meanwhile == "answered":
        services.complete(ticket=ticket, actor=cast.bora)
    else:
        fields = {"away": "is_away", "only at the check": "only_at_check"}
        User.objects.filter(pk=cast.ana.pk).update(**{fields.get(meanwhile, "is_active"): meanwhile != "locked out"})
    assert send() == 0
    assert not push_service.posts
    assert not PushDue.objects.exists()


def test_a_reply_of_the_customer_is_told_and_what_staff_do_is_not(
    cast, ticket, turn_on, send, push_service, send_reply, let_the_hold_pass
):
    browser = turn_on(cast.ana)
    send_reply(ticket, cast.bora)
    let_the_hold_pass()
    services.note(ticket=ticket, author=cast.bora, body="Look here", form_key=uuid.uuid4())
    assert send() == 0
    services.customer_reply(ticket=ticket, body="Thanks, but no", form_key=uuid.uuid4())
    assert send() == 1
    assert push_service.received(browser)[0]["body"] == "1 waiting in Downloads"


def test_nobody_is_told_of_what_they_did_themselves(cast, open_ticket, turn_on, send, push_service):
    turn_on(cast.ana)
    told = turn_on(cast.bora)
    open_ticket(entered_by=cast.ana)
    assert send() == 1
    assert push_service.received(told)


def test_a_ticket_that_was_moved_is_told_to_those_to_whom_it_is_new(
    cast, categories, ticket, turn_on, send, push_service
):
    browsers = {name: turn_on(getattr(cast, name)) for name in ("owner", "other_owner", "ana", "bora")}
    services.move(ticket=ticket, category=categories.personal, actor=cast.owner)
    assert send() == 0  # the only one who sees it there saw it before
    services.move(ticket=ticket, category=categories.billing, actor=cast.owner)
    send()
    assert {name for name, browser in browsers.items() if push_service.received(browser)} == {"other_owner", "bora"}


def test_whose_desk_is_open_is_not_told(cast, open_ticket, turn_on, send, push_service):
    turn_on(cast.ana)
    open_ticket()
    Watch.objects.create(user=cast.ana, seen_at=timezone.now())
    assert send() == 0
    assert not PushDue.objects.exists()


def test_whose_desk_was_closed_just_before_is_told_once_that_is_certain(cast, open_ticket, turn_on, send, push_service):
    browser = turn_on(cast.ana)
    Watch.objects.create(user=cast.ana, seen_at=timezone.now() - timedelta(seconds=30))
    open_ticket()
    assert send() == 0
    later(0.5)
    assert send() == 0
    later(1)
    assert send() == 1
    assert push_service.received(browser)


def test_a_browser_that_is_gone_is_forgotten(cast, open_ticket, turn_on, send, push_service):
    for name, status in (("gone", 410), ("unknown", 404), ("there", 201)):
        turn_on(cast.ana, name)
        push_service.answers[name] = status
    open_ticket()
    assert send() == 1
    assert PushSubscription.objects.get().endpoint.endswith("/there")
    assert not PushDue.objects.exists()


def test_a_failure_is_tried_again_with_growing_pauses_and_dropped_after_an_hour(
    cast, open_ticket, turn_on, send, push_service, caplog
):
    browser = turn_on(cast.ana)
    push_service.answers["Ana"] = 503
    open_ticket()
    tries = []
    for minute in range(120):
        send()
        tries += [minute] * (len(push_service.posts) - len(tries))
        later(1)
    pauses = [after - before for before, after in pairwise(tries)]
    assert 5 < len(tries) < 10
    assert tries[-1] <= 60
    assert pauses == sorted(pauses)
    assert not PushDue.objects.exists()
    assert "503" in caplog.text
    assert browser.fields["endpoint"] not in caplog.text
    assert subscriptions.state_for(cast.ana)["failing"]

    push_service.answers.clear()
    open_ticket()
    later(60 * 24)
    PushDue.objects.update(created_at=timezone.now())
    assert send() == 1
    assert push_service.received(browser)[-1]["body"] == "2 waiting in Downloads"
    assert not subscriptions.state_for(cast.ana)["failing"]


def test_the_others_do_not_wait_for_a_browser_that_does_not_answer(
    cast, open_ticket, turn_on, send, push_service, monkeypatch, caplog
):
    monkeypatch.setattr(webpush, "TIMEOUT", 0.3)
    turn_on(cast.ana)
    push_service.answers["Ana"] = None
    browsers = [turn_on(cast.bora, f"{number}") for number in range(10)]
    open_ticket()
    assert send() == 10
    assert all(push_service.received(browser) for browser in browsers)
    assert PushDue.objects.count() == 1
    assert "failed" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_push_the_same(cast, open_ticket, turn_on, push_service):
    browser = turn_on(cast.ana)
    open_ticket()

    def connect(host):
        assert services.send_pushes(connect=push_service.connect) == 0  # another worker, in this moment
        connection.close()
        return push_service.connect(host)

    assert services.send_pushes(connect=connect) == 1
    assert len(push_service.received(browser)) == 1


def test_without_a_key_nothing_is_written(cast, settings, open_ticket, turn_on):
    turn_on(cast.ana)
    settings.VAPID_PRIVATE_KEY = ""
    open_ticket()
    assert not PushDue.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_browsers_a_ticket_is_told_to(
    cast, open_ticket, turn_on, count_queries, confirm
):
    confirm(cast.ayse)
    turn_on(cast.ana)
    one = count_queries(open_ticket)
    for number in range(5):
        turn_on(cast.bora, f"{number}")
    assert count_queries(open_ticket) == one


@pytest.mark.django_db(transaction=True)
def test_the_worker_pushes_beside_its_sweeps_and_survives_a_dead_endpoint(
    cast, open_ticket, turn_on, push_service, monkeypatch, sent_mails
):
    real = services.send_pushes
    monkeypatch.setattr(worker, "send_pushes", lambda stop: real(stop, connect=push_service.connect))
    turn_on(cast.ana, "dead")
    push_service.answers["dead"] = None
    browser = turn_on(cast.bora)
    open_ticket()
    stop = threading.Event()
    working = threading.Thread(target=worker.run, args=[stop])
    working.start()
    try:
        for _ in range(1500):
            if push_service.received(browser) and sent_mails:
                break
            stop.wait(0.02)
        assert push_service.received(browser)
        assert sent_mails  # while the dead one is still waited for
        assert working.is_alive()
    finally:
        stop.set()
        push_service.let_go.set()
        working.join(30)


def test_the_line_of_the_self_test_says_what_is_set_up(cast, turn_on, settings):
    browser = turn_on(cast.ana)
    line = render_to_string("notifications/_push_line.html", {"desk": Desk(cast.ana)})
    [known] = subscriptions.state_for(cast.ana)["known"]
    assert f'data-known="{known}"' in line
    assert f'data-push="{webpush.public_key()}"' in line
    assert browser.fields["endpoint"] not in line
    assert VAPID_PRIVATE_KEY not in line
    settings.VAPID_PRIVATE_KEY = ""
    line = render_to_string("notifications/_push_line.html", {"desk": Desk(cast.ana)})
    assert "Not set up on this server." in line
    assert "button" not in line


def test_a_category_that_was_renamed_or_deleted_is_dropped(cast, open_ticket, turn_on, send, categories):
    turn_on(cast.ana)
    open_ticket()
    Category.objects.filter(pk=categories.downloads.pk).update(slug="other")
    assert send() == 0
    assert not PushDue.objects.exists()
