"""Nobody waits unseen: where nobody has the desk open, people are told by mail; what turned overdue is pushed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from notifications import watching
from notifications.models import Watch
from tickets import services
from tickets.models import Category, OutboxMail, Reminder, Ticket
from tickets.services.delivering import send_due

NEVER = User.MailAfter.NEVER


@pytest.fixture
def only(cast):
    """Return only(*people, **fields): these are the ones who want to be told by mail."""

    def only(*people, **fields):
        User.objects.exclude(pk__in=[person.pk for person in people]).update(mail_after=NEVER)
        User.objects.filter(pk__in=[person.pk for person in people]).update(**fields)

    return only


@pytest.fixture
def waits(open_ticket):
    """Return waits(minutes, category=downloads): a ticket that has waited for so long."""

    def waits(minutes, category=None):
        ticket = open_ticket(category)
        since = timezone.now() - timedelta(minutes=minutes)
        Ticket.objects.filter(pk=ticket.pk).update(waiting_since=since)
        return ticket

    return waits


@pytest.fixture
def pushed(monkeypatch):
    """The frames handed to the desks: a list of {user id: frame}."""
    frames = []
    monkeypatch.setattr(
        "tickets.services.watching.push_counts", lambda count: (told := count()) and frames.append(told)
    )
    return frames


def told():
    """Who was told, in the order of the mails."""
    return list(OutboxMail.objects.filter(kind="unwatched").order_by("pk").values_list("to", flat=True))


def later(minutes):
    """Let so many minutes go by for everything that waits and every mail."""
    passed = timedelta(minutes=minutes)
    for mail in OutboxMail.objects.all():
        OutboxMail.objects.filter(pk=mail.pk).update(created_at=mail.created_at - passed)
    for ticket in Ticket.objects.waiting():
        Ticket.objects.filter(pk=ticket.pk).update(waiting_since=ticket.waiting_since - passed)
        moved = Reminder.objects.filter(ticket=ticket, waiting_since=ticket.waiting_since)
        moved.update(waiting_since=ticket.waiting_since - passed)


def watches(person, seconds_ago=0):
    Watch.objects.update_or_create(user=person, defaults={"seen_at": timezone.now() - timedelta(seconds=seconds_ago)})


def test_those_assigned_are_told_after_the_minutes_they_chose(cast, only, waits):
    only(cast.ana, cast.bora)
    User.objects.filter(pk=cast.bora.pk).update(mail_after=30)
    waits(9)
    assert services.tell_where_nobody_watches() == 0
    later(2)
    assert services.tell_where_nobody_watches() == 1
    assert told() == [cast.ana.email]
    later(20)
    services.tell_where_nobody_watches()
    assert told() == [cast.ana.email, cast.bora.email]


def test_a_wait_is_told_once_and_the_next_wait_again(cast, only, waits):
    only(cast.ana)
    ticket = waits(15)
    assert [services.tell_where_nobody_watches() for _ in range(3)] == [1, 0, 0]
    later(600)
    assert services.tell_where_nobody_watches() == 0
    since = timezone.now() - timedelta(minutes=12)  # the customer wrote again
    Ticket.objects.filter(pk=ticket.pk).update(waiting_since=since)
    assert services.tell_where_nobody_watches() == 1


def test_one_mail_is_about_everything_and_not_sooner_than_half_an_hour_after_the_last(cast, categories, only, waits):
    only(cast.bora)
    for category in (categories.downloads, categories.downloads, categories.billing):
        waits(15, category)
    assert services.tell_where_nobody_watches() == 1
    waits(15)
    later(29)
    assert services.tell_where_nobody_watches() == 0
    later(2)
    assert services.tell_where_nobody_watches() == 1


def test_the_owner_is_told_after_those_assigned(cast, only, waits):
    only(cast.owner, cast.ana)
    waits(11)
    services.tell_where_nobody_watches()
    assert told() == [cast.ana.email]
    later(10)
    services.tell_where_nobody_watches()
    assert told() == [cast.ana.email, cast.owner.email]


@pytest.mark.parametrize("nobody", ["who wants it", "present", "active"])
def test_where_nobody_assigned_can_be_told_the_owner_is_told_at_once(cast, only, waits, nobody):
    only(cast.owner, cast.ana, cast.bora)
    fields = {"who wants it": {"mail_after": NEVER}, "present": {"is_away": True}, "active": {"is_active": False}}
    User.objects.filter(pk__in=[cast.ana.pk, cast.bora.pk]).update(**fields[nobody])
    waits(11)
    services.tell_where_nobody_watches()
    assert told() == [cast.owner.email]


def test_where_everybody_is_away_they_are_told_all_the_same(cast, only, waits):
    only(cast.ana)
    User.objects.update(is_away=True)
    waits(11)
    services.tell_where_nobody_watches()
    assert told() == [cast.ana.email]


def test_who_watches_keeps_the_mail_from_everybody_of_the_category(cast, categories, only, waits):
    only(cast.ana, cast.bora, cast.owner)
    waits(60)
    watches(cast.bora, seconds_ago=80)
    assert services.tell_where_nobody_watches() == 0
    watches(cast.bora, seconds_ago=100)
    assert services.tell_where_nobody_watches() > 0


def test_who_watches_another_category_or_is_away_does_not_count(cast, categories, only, waits):
    only(cast.bora)
    waits(60, categories.billing)
    watches(cast.ana)
    User.objects.filter(pk=cast.owner.pk).update(is_away=True)
    watches(cast.owner)
    assert services.tell_where_nobody_watches() == 1
    assert told() == [cast.bora.email]


def test_a_category_for_named_people_only_is_told_to_those(cast, categories, only, waits):
    only(cast.owner, cast.other_owner, cast.ana)
    waits(60, categories.personal)
    watches(cast.other_owner)  # who does not see it
    services.tell_where_nobody_watches()
    later(60)
    services.tell_where_nobody_watches()
    assert told() == [cast.owner.email]


def test_the_mail_tells_numbers_and_categories_and_nothing_of_customers(cast, categories, only, waits, sent_mails):
    only(cast.ana)
    first = waits(45)
    waits(15)
    waits(99, categories.billing)  # not hers
    services.tell_where_nobody_watches()
    send_due()
    [mail] = [mail for mail in sent_mails if mail.to == [cast.ana.email]]
    assert mail.subject == "2 tickets wait and nobody has the admin panel open"
    assert "Downloads: 2 tickets, the first since" in mail.body
    assert "/desk/" in mail.body
    assert mail.extra_headers["Auto-Submitted"] == "auto-replied"
    for word in ("Billing", first.subject, first.name, "ayse", first.reference_text):
        assert word not in mail.subject + mail.body + mail.alternatives[0].content


def test_the_mail_is_in_the_persons_language(cast, only, waits, sent_mails):
    only(cast.ana, language="tr")
    waits(45)
    services.tell_where_nobody_watches()
    send_due()
    [mail] = [mail for mail in sent_mails if mail.to == [cast.ana.email]]
    assert mail.subject == "1 talep bekliyor ve yönetim paneli kimsede açık değil"
    assert "İndirmeler: 1 talep" in mail.body


@pytest.mark.parametrize("meanwhile", ["answered", "watching", "locked out"])
def test_a_mail_that_is_no_longer_true_does_not_leave(cast, only, waits, sent_mails, meanwhile):
    only(cast.ana)
    ticket = waits(15)
    services.tell_where_nobody_watches()
    if meanwhile == "answered":
        services.complete(ticket=ticket, actor=cast.bora)
    elif meanwhile == "watching":
        watches(cast.ana)
    else:
        User.objects.filter(pk=cast.ana.pk).update(is_active=False)
    send_due()
    assert cast.ana.email not in [mail.to[0] for mail in sent_mails]
    assert not OutboxMail.objects.filter(kind="unwatched").exists()


def test_being_there_is_noted_once_in_twenty_seconds(cast, django_assert_num_queries):
    watching.noted(cast.ana.pk)
    [first] = Watch.objects.all()
    with django_assert_num_queries(1):
        watching.noted(cast.ana.pk)
    assert watching.watching() == {cast.ana.pk}
    watches(cast.ana, seconds_ago=21)
    watching.noted(cast.ana.pk)
    assert Watch.objects.get().seen_at > first.seen_at


def test_reminders_of_what_no_longer_waits_are_forgotten(cast, only, waits):
    only(cast.ana)
    answered, _waiting = waits(15), waits(15)
    services.tell_where_nobody_watches()
    services.complete(ticket=answered, actor=cast.ana)
    services.forget_reminders()
    assert Reminder.objects.count() == 1


# What waits too long


def test_overdue_is_what_waits_longer_than_its_category_allows(cast, categories, waits, sign_in):
    Category.objects.filter(pk=categories.billing.pk).update(minutes_to_wait=10)
    waits(59)
    late = [waits(61), waits(11, categories.billing)]
    page = sign_in(cast.bora).get("/desk/?state=overdue")
    assert {row.pk for row in page.context["page"]} == {ticket.pk for ticket in late}
    assert sign_in(cast.bora).get("/desk/counts/").json()["overdue"] == 2
    assert sign_in(cast.ana).get("/desk/counts/").json()["overdue"] == 1


def test_what_turns_overdue_is_pushed_to_those_who_see_it(cast, categories, waits, pushed):
    waits(60.2)
    waits(600, categories.billing)  # long before
    pushed.clear()
    services.push_overdue(timezone.now() - timedelta(seconds=30))
    [frames] = pushed
    assert set(frames) == {cast.owner.pk, cast.other_owner.pk, cast.ana.pk, cast.bora.pk}
    frame = frames[cast.ana.pk]
    assert (frame["event"], frame["overdue"], frame["categories"]) == ("ticket.overdue", 1, {"downloads": 1})
    services.push_overdue(timezone.now())
    assert pushed == [frames]
