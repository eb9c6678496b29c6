"""Any form of any owner, filled in with anything by anybody: never a 500, and no text is lost."""

import os

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as some

from helpdesk import sizes
from tests.conftest import BROWSER
from tests.tickets.conftest import some_time_ago
from tests.tickets.files import NAMES, REFUSED, picture
from tests.tickets.hostile import TEXTS, as_shown, multipart, post, read
from tickets.models import Category, FieldChoice, FieldDefinition, Ticket
from tickets.typed import tidy

FORMS = int(os.environ.get("FUZZ_FORMS", "2000"))
SHARES = 4
PATH = "/help/anything/"
CHOICES = ("red", "green")
NOT_WRITTEN = ("choice", "choices", "yes_no", "date")
GOOD = {
    "line": "Café İzmir ığ",
    "text": "One\r\n\r\nTwo",
    "email": "a@example.org",
    "url": "https://example.org/a?b=c",
    "phone": "+90 212 555 01 23",
    "number": "12,5",
    "date": "2026-02-28",
    "choice": "red",
    "choices": ["red", "green"],
    "yes_no": "yes",
    "pattern": "LP-12 34",
}
ANYTHING = some.one_of(
    some.sampled_from(list(TEXTS.values())),
    some.text(max_size=300),
    some.text(some.characters(categories=["Cs", "Cc", "Cf", "Mn", "Nd", "Zs"]), max_size=30),
    some.lists(some.text(max_size=20), max_size=4),
)
FILES = some.sampled_from(
    [("photo.png", picture()), ("a.txt", b"line\n"), *((name, data) for name, data, _sentence in REFUSED.values())]
    + [(name, b"line\n") for name in NAMES]
)


@some.composite
def questions(draw):
    """What the owner asks: fields of any kind, some shown only after an answer to the one before."""
    asked = []
    for number in range(draw(some.integers(0, 6))):
        kind = draw(some.sampled_from(FieldDefinition.Kind.values))
        offers = [before for before in asked if before["kind"] in ("choice", "choices", "yes_no")]
        after = draw(some.sampled_from([None, *offers]))
        asked.append(
            {
                "key": f"q{number}",
                "kind": kind,
                "required": draw(some.booleans()),
                "allow_missing": draw(some.booleans()),
                "is_archived": draw(some.integers(0, 9)) == 0,
                "after": after and after["key"],
                "value": draw(some.sampled_from(("yes", "no") if after and after["kind"] == "yes_no" else CHOICES)),
            }
        )
    return asked


@some.composite
def filled_forms(draw):
    """The questions, what somebody answers, and the files they choose; most answers are good, so that some arrive."""
    asked = draw(questions())
    good = {"email": "ayse@example.org", "name": "Ayşe", "subject": "It does not open", "text": "It says\nso."}
    good |= {f"f_{field['key']}": GOOD[field["kind"]] for field in asked if field["kind"] in GOOD}
    good |= {f"f_{field['key']}__missing": "on" for field in asked if draw(some.integers(0, 9)) == 0}
    names = sorted(good)
    bad = draw(some.dictionaries(some.sampled_from(names), ANYTHING, max_size=draw(some.sampled_from([0, 1, 8]))))
    left_out = draw(some.sets(some.sampled_from(names), max_size=2)) if draw(some.integers(0, 4)) == 0 else set()
    takes_files = ["attachments", *(f"f_{field['key']}" for field in asked if field["kind"] == "file")]
    files = draw(some.lists(some.tuples(some.sampled_from(takes_files), FILES), max_size=2))
    typed = {name: value for name, value in (good | bad).items() if name not in left_out}
    return asked, typed, [(field, *file) for field, file in files]


@pytest.fixture
def owner_asks(db):
    """Return ask(questions): the owner's form has these."""

    def ask(asked):
        category = Category.objects.create(slug="anything", name_en="Anything")
        made = {}
        for position, question in enumerate(asked):
            fields = {name: question[name] for name in ("key", "kind", "required", "allow_missing", "is_archived")}
            made[question["key"]] = field = FieldDefinition.objects.create(
                category=category,
                position=position,
                label_en=f"Question {position}",
                pattern="LP[0-9]{4}" if question["kind"] == "pattern" else "",
                shown_if=made.get(question["after"]),
                shown_if_value=question["value"] if question["after"] else "",
                **fields,
            )
            if field.offers_choices:
                for place, key in enumerate(CHOICES):
                    FieldChoice.objects.create(field=field, key=key, label_en=f"Choice {key}", position=place)

    return ask


def written(asked, typed):
    """Yield ``(name, texts)`` of what somebody wrote or chose; of a repeated control the last counts."""
    several = {f"f_{field['key']}" for field in asked if field["kind"] == "choices" or field["is_archived"]}
    # A control that cannot show what is not offered, and that is not asked itself, has lost no text.
    chosen = {f"f_{field['key']}" for field in asked if field["kind"] in NOT_WRITTEN and field["after"]}
    for name, value in typed.items():
        values = value if isinstance(value, list) else [value]
        found = [as_shown(text) for text in (values if name in several else values[-1:]) if tidy(as_shown(text))]
        if found and name not in chosen and not name.endswith("__missing"):
            yield name, found


def assert_nothing_is_lost(page, asked, typed):
    source = read(page)
    for name, found in written(asked, typed):
        assert all(text[:5000] in source for text in found), (name, found)


def assert_ticket_holds(ticket, asked, typed):
    """The ticket says what was typed, each text in full."""
    texts = dict(written(asked, typed))
    assert [ticket.subject] == [tidy(text) for text in texts["subject"]]
    assert [ticket.messages.get().body] == texts["text"]
    kinds = {field["key"]: field["kind"] for field in asked}
    for answer in ticket.answers:
        if kinds[answer["key"]] in ("line", "text") and "no_longer_asked" not in answer and answer["value"]:
            assert [tidy(text) for text in texts[f"f_{answer['key']}"]] == [tidy(answer["value"])], answer


@pytest.mark.parametrize("share", range(SHARES))
@settings(
    max_examples=FORMS // SHARES,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(form=filled_forms(), as_a_browser=some.booleans())
def test_any_form_is_sent_or_comes_back_with_everything_in_it(
    owner_asks, settings, tmp_path, share, form, as_a_browser
):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    asked, typed, files = form
    with transaction.atomic():
        owner_asks(asked)
        end = send(asked, typed, files, as_a_browser)
        transaction.set_rollback(True)
    event(end)


def send(asked, typed, files, as_a_browser):
    """Fill in, check and send; return how far it came."""
    browser = Client(headers={"User-Agent": BROWSER})
    with some_time_ago(60):
        form = browser.get(PATH).context["form"]
    typed = {"form_key": form["form_key"].value(), "asked": form["asked"].value()} | typed
    page = multipart(browser, PATH, typed, files) if as_a_browser or files else post(browser, PATH, typed)
    typed = {name: value for name, value in typed.items() if name not in ("form_key", "asked")}
    assert page.status_code < 500
    if page.status_code == 413:  # it stays in the browser, see tests/helpdesk/test_edge.py
        assert len(str(typed).encode(errors="replace")) > sizes.TEXT // 4  # a byte of it is up to three on its way
        return "too much"
    if page.status_code == 400:  # a file's name that breaks the whole form, or too much in it
        return "not a form"
    if page.status_code == 422:
        assert_nothing_is_lost(page, asked, typed)
        return "came back"
    assert page.status_code == 302, page.status_code
    check = browser.get(page["Location"])
    assert check.status_code == 200
    key = check.context["draft"].key
    again = browser.get(f"{PATH}?key={key}")
    assert_nothing_is_lost(again, asked, typed)
    sent = browser.post(f"{PATH}check/", {"key": key})
    assert sent.status_code == 302
    assert "/sent/" in sent["Location"]
    assert_ticket_holds(Ticket.objects.get(), asked, typed)
    return "was sent"
