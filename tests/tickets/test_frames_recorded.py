"""Everything that four desks are told while much happens: numbers and ids of their own categories, and nothing else."""

import random
import re
import uuid
from collections import Counter
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from accounts.access import may_see
from accounts.models import CategoryAssignment, User
from notifications import push
from tests.notifications.browser import in_a_browser, socket
from tickets import services
from tickets.counts import counts_for
from tickets.models import Category, Message, Ticket
from tickets.services.delivering import give_up

EVENTS = 500
KEYS = {"type", "event", "id", "ticket", "waiting", "overdue", "categories"}
TOLD_AS = {f"ticket.{name}" for name in ("opened", "answered", "customer_replied", "overdue")} | {"refresh", "hello"}
REFERENCE = re.compile(r"\d{3}-\d{3}-\d{3}")


@pytest.fixture
def people(cast, categories):
    """Who sees both categories, the open one (twice), and the one for named people only."""
    CategoryAssignment.objects.create(user=cast.nil, category=categories.personal)
    return [cast.owner, cast.other_owner, cast.ana, cast.nil]


class Business:
    """Does things to tickets of two categories at random, the same ones for the same seed."""

    def __init__(self, people, categories, file, seed=6):
        self.chance = random.Random(seed)
        self.people, self.categories, self.file = people, [categories.downloads, categories.personal], file
        self.done = Counter()

    def go_on(self):
        """Do one thing; nothing if it is not possible just now."""
        act = self.chance.choice(
            [
                *[self.file_one] * 4,
                *[self.reply] * 4,
                *[self.customer_replies] * 3,
                *[self.assign, self.complete, self.reopen, self.move, self.note, self.snooze, self.wake] * 2,
                *[self.merge, self.part, self.undo, self.hand_over, self.spam, self.fail_mail],
                *[self.change_rights, self.lock_out_or_in],
            ]
        )
        before = services.newest_event()
        try:
            act()
        except (services.Stale, services.CannotMerge, services.TooLate, services.NobodyElse, services.MissingAnswers):
            return
        if act in (self.change_rights, self.lock_out_or_in) or services.newest_event() > before:
            self.done[act.__name__] += 1

    def ticket(self, **fields):
        found = list(Ticket.objects.filter(**fields).order_by("pk"))
        return self.chance.choice(found) if found else self.file_one()

    def ticket_and_person(self, **fields):
        ticket = self.ticket(**fields)
        return ticket, self.chance.choice([person for person in self.people if may_see(person, ticket.category)])

    def file_one(self):
        return self.file(self.chance.choice(self.categories))

    def reply(self):
        ticket, author = self.ticket_and_person(merged_into=None)
        then = self.chance.choice(["complete", "open", "ask"])
        services.reply(
            ticket=ticket, author=author, body="Try this.", last_event=None, form_key=uuid.uuid4(), then=then
        )

    def customer_replies(self):
        services.customer_reply(ticket=self.ticket(), body="It still fails", form_key=uuid.uuid4())

    def assign(self):
        ticket, person = self.ticket_and_person()
        services.assign_to(ticket=ticket, user=person, instead_of=ticket.assignee_id)

    def complete(self):
        ticket, person = self.ticket_and_person(completed_at=None)
        services.complete(ticket=ticket, actor=person)

    def reopen(self):
        ticket, person = self.ticket_and_person(completed_at__isnull=False)
        services.reopen(ticket=ticket, actor=self.chance.choice([None, person]))

    def move(self):
        ticket, person = self.ticket_and_person()
        services.move(ticket=ticket, category=self.chance.choice(self.categories), actor=person)

    def note(self):
        ticket, person = self.ticket_and_person()
        services.note(ticket=ticket, author=person, body="A secret", form_key=uuid.uuid4())

    def snooze(self):
        ticket, person = self.ticket_and_person(completed_at=None)
        until = timezone.now() + timedelta(seconds=self.chance.choice([-1, 1000]))
        services.snooze(ticket=ticket, actor=person, until=until)

    def wake(self):
        services.wake_due()

    def merge(self):
        ticket, person = self.ticket_and_person(merged_into=None)
        services.merge(ticket=ticket, other=self.ticket(merged_into=None), actor=person)

    def part(self):
        if merged := Ticket.objects.exclude(merged_into=None).order_by("pk").first():
            services.take_merge_back(ticket=merged, actor=self.people[0])

    def undo(self):
        if reply := Message.objects.filter(kind="reply", visible_at__gt=timezone.now()).order_by("pk").last():
            services.undo(ticket=reply.ticket, author=reply.author)

    def hand_over(self):
        ticket, person = self.ticket_and_person()
        services.hand_over(ticket=ticket, actor=person, reason="Not mine", form_key=uuid.uuid4())

    def spam(self):
        ticket, person = self.ticket_and_person()
        services.mark_spam(ticket=ticket, actor=person)

    def fail_mail(self):
        mail = self.ticket().mails.order_by("pk").last()
        if mail and mail.state == "waiting":
            give_up(mail, "550 no such user")

    def change_rights(self):
        """The owner, who sees both, gives and takes away."""
        person = self.chance.choice(self.people[2:])
        categories = self.chance.sample(self.categories, self.chance.randint(0, 2))
        services.set_assignments(user=person, categories=categories, by=self.people[0])

    def lock_out_or_in(self):
        person = User.objects.get(pk=self.people[2].pk)
        services.set_active(user=person, is_active=not person.is_active)
        self.people[2] = person


class Recorder:
    """Takes what is pushed, as the web processes do, and checks each frame against what its reader may know then."""

    def __init__(self, people):
        self.last = {person.pk: None for person in people}
        self.frames = Counter()

    def push_counts(self, count):
        frames = count()
        for user_id in self.last.keys() & frames.keys():
            self.take(user_id, frames[user_id])

    def recheck(self, user_ids):
        for user_id in self.last.keys() & set(user_ids):
            user = User.objects.get(pk=user_id)
            if user.is_active:
                self.take(
                    user_id, {"type": "counts", "event": "refresh", "id": None, "ticket": None} | counts_for(user)
                )
            else:
                self.last[user_id] = None  # closed

    def take(self, user_id, frame):
        check(frame, User.objects.get(pk=user_id))
        self.last[user_id] = {name: frame[name] for name in ("waiting", "overdue", "categories")}
        self.frames[user_id] += 1


def check(frame, user):
    """Fail if the frame says anything but numbers and ids, or anything of what the person may not know of."""
    seen = {category.slug for category in Category.objects.visible_to(user)}
    assert user.is_active
    assert set(frame) == KEYS
    assert (frame["type"], frame["event"] in TOLD_AS) == ("counts", True)
    assert set(frame["categories"]) == seen
    numbers = [frame["waiting"], frame["overdue"], *frame["categories"].values(), frame["id"] or 0]
    assert {type(number) for number in numbers} == {int}
    assert (frame["ticket"] is None) == (frame["id"] is None)
    if frame["ticket"]:
        assert REFERENCE.fullmatch(frame["ticket"])
        told_of = {"reference": int(frame["ticket"].replace("-", "")), "events": frame["id"]}
        assert Ticket.objects.visible_to(user).filter(**told_of).exists()


def queue_of(user):
    """Count what waits as the queue lists it, by category."""
    waiting = Counter(ticket.category.slug for ticket in Ticket.objects.visible_to(user).exclude(waiting_since=None))
    return {category.slug: waiting[category.slug] for category in Category.objects.visible_to(user)}


def test_desks_hear_of_nothing_foreign_and_at_rest_they_are_right(
    people, categories, open_ticket, monkeypatch, django_capture_on_commit_callbacks, sign_in
):
    recorder, business = Recorder(people), Business(people, categories, open_ticket)
    monkeypatch.setattr("tickets.services.recording.push_counts", recorder.push_counts)
    monkeypatch.setattr("tickets.services.recording.recheck", recorder.recheck)
    while business.done.total() < EVENTS:
        with django_capture_on_commit_callbacks(execute=True):
            business.go_on()
        person = people[business.done.total() % 4]
        if person.is_active and recorder.last[person.pk]:
            assert recorder.last[person.pk] == counts_for(person)

    assert len(business.done) == 18, business.done  # everything was done
    assert min(recorder.frames[person.pk] for person in people) > 30
    for person in people:
        if person.is_active:
            last = recorder.last[person.pk]
            assert last["categories"] == queue_of(person)
            page = sign_in(person).get("/desk/")
            assert last["waiting"] == page.context["desk"].waiting == sum(queue_of(person).values())


@pytest.mark.django_db(transaction=True)
def test_sockets_pass_on_what_is_pushed_and_nothing_else(people, categories, open_ticket, monkeypatch):
    monkeypatch.setattr(push, "_server_loop", None)
    business = Business(people, categories, open_ticket, seed=7)
    desks = {person: socket(person) for person in people}
    told = {person: [] for person in people}

    async def hear_all(person):
        """Read until a frame pushed behind all others shows that nothing was left."""
        await sync_to_async(push.push)({person.pk: {"type": "last"}})
        while (frame := await desks[person].hear())["type"] != "last":
            await sync_to_async(check)(frame, person)
            told[person].append(frame)

    async def talk():
        for desk in desks.values():
            assert await desk.connect()
        business.lock_out_or_in = business.change_rights  # of a closed socket nothing is heard
        while business.done.total() < 30:
            await sync_to_async(business.go_on)()
            for person in people:
                await hear_all(person)
        for desk in desks.values():
            await desk.leave()

    in_a_browser(talk)
    for person, frames in told.items():
        assert len(frames) > 5
        assert frames[-1]["categories"] == queue_of(person)
