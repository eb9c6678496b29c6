"""Questions that depend on answers, hints that come with them, and forms that changed meanwhile."""

import pytest
from django.core.exceptions import ValidationError

from faq import visitors
from faq.models import Entry
from tickets.models import FieldChoice, FieldDefinition, HintSolved, SubmissionDraft

from .conftest import answer, check_page

PATH = "/help/downloads/"


@pytest.fixture
def device(categories):
    return FieldDefinition.objects.get(key="device")


@pytest.fixture
def follow_up(categories, device):
    """A required question that only those on a computer are asked."""
    return FieldDefinition.objects.create(
        category=categories.downloads,
        key="browser",
        label_en="Browser",
        shown_if=device,
        shown_if_value="computer",
        position=2,
    )


@pytest.fixture
def hint(device, categories):
    """What those on a phone should try first."""
    entry = Entry.objects.create(
        slug="phones",
        question_en="Can I download with a phone?",
        answer_en="Use a computer.",
        category=categories.downloads,
        state="published",
    )
    choice = device.choices.get(key="phone")
    choice.hint_en, choice.hint_entry = "Phones **cannot** unpack it.", entry
    choice.save()
    return choice


def group(page, name):
    """Return the tag of the group that holds the control `name`."""
    before = page.text[: page.text.index(f'name="{name}"')]
    return before[before.rindex("<fieldset") :].split(">")[0]


def test_a_question_appears_with_its_answer_in_one_round_trip(visitor, filled_in, follow_up, only_ticket):
    fresh = visitor.get(PATH)
    assert "hidden disabled" in group(fresh, "f_browser")
    typed = filled_in(f_device="computer")
    page = visitor.post(PATH, typed)
    assert page.status_code == 422
    assert page.context["form"].errors == {"f_browser": ["Your answer brings up one more question: Browser"]}
    assert "hidden" not in group(page, "f_browser")
    page = visitor.post(PATH, typed | {"seen": "f_browser", "f_browser": ""})
    assert page.context["form"].errors == {"f_browser": ["Fill in this field: Browser"]}
    check = check_page(visitor, typed | {"seen": "f_browser", "f_browser": "Firefox"})
    assert "Firefox" in check.text
    visitor.post(f"{PATH}check/", {"key": check.context["draft"].key})
    assert answer(only_ticket(), "browser") == "Firefox"


def test_a_question_that_is_not_asked_is_neither_checked_nor_kept(visitor, filled_in, follow_up, only_ticket):
    check = check_page(visitor, filled_in(f_device="phone", f_browser="x" * 500))
    assert "Browser" not in check.text
    visitor.post(f"{PATH}check/", {"key": check.context["draft"].key})
    assert "browser" not in {answer["key"] for answer in only_ticket().answers}


def test_what_was_typed_stays_when_the_answer_changes_back(visitor, filled_in, follow_up):
    typed = filled_in(f_device="phone", f_browser="Firefox", seen="f_browser", subject="")
    page = visitor.post(PATH, typed)
    assert "hidden disabled" in group(page, "f_browser")
    assert 'value="Firefox"' in page.text


def test_conditions_follow_one_another(visitor, filled_in, categories, follow_up):
    version = FieldDefinition.objects.create(
        category=categories.downloads, key="beta", kind="yes_no", label_en="Beta", required=False, position=3
    )
    version.shown_if, version.shown_if_value = follow_up, "x"
    version.save()  # a text offers no answers: asked of everybody
    FieldDefinition.objects.create(
        category=categories.downloads, key="why", label_en="Why", shown_if=version, shown_if_value="yes", position=4
    )
    page = visitor.post(PATH, filled_in(f_beta="yes"))
    assert page.context["form"].errors == {"f_why": ["Your answer brings up one more question: Why"]}
    version.is_archived = True
    version.save()
    page = visitor.post(PATH, filled_in(f_why=""))
    assert page.context["form"].errors == {"f_why": ["Fill in this field: Why"]}  # nothing can bring it up: it stays


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"shown_if_value": "toaster"}, "shown_if_value"),
        ({"position": 0}, "shown_if"),
        ({"shown_if": "itself"}, "shown_if"),
        ({"shown_if": "serial"}, "shown_if"),
        ({"shown_if": "invoice"}, "shown_if"),
    ],
)
def test_a_condition_that_cannot_come_true_is_refused(follow_up, change, field):
    for name, value in change.items():
        if name == "shown_if":
            value = follow_up if value == "itself" else FieldDefinition.objects.get(key=value)
        setattr(follow_up, name, value)
    with pytest.raises(ValidationError) as refused:
        follow_up.full_clean()
    assert field in refused.value.message_dict


def test_the_hint_of_an_answer_is_seen_first_then_becomes_what_was_tried(visitor, filled_in, hint, only_ticket, client):
    typed = filled_in(f_device="phone")
    page = visitor.post(PATH, typed)
    assert page.status_code == 422
    assert page.context["form"].errors["f_device"] == [
        "There is a hint for your answer. If it does not help, continue."
    ]
    assert "Phones <strong>cannot</strong> unpack it." in page.text
    assert "Use a computer." in page.text
    check = check_page(visitor, typed | {"seen": f"hint-{hint.pk}"})
    assert "Phone: Can I download with a phone?" in check.text
    visitor.post(f"{PATH}check/", {"key": check.context["draft"].key})
    assert only_ticket().tried == ["Phone: Can I download with a phone?"]


def test_what_was_tried_stands_at_the_beginning_of_both_ticket_pages(holder, ticket, cast, sign_in):
    ticket.tried = ["Phone: Can I download with a phone?"]
    ticket.save()
    for page in (
        holder.get(f"/tickets/{ticket.reference_text}/"),
        sign_in(cast.ana).get(f"/desk/tickets/{ticket.reference_text}/"),
    ):
        assert page.text.index("Already tried") < page.text.index("Can I download") < page.text.index("is damaged.")


def test_no_hint_no_round_trip(visitor, filled_in, hint):
    assert check_page(visitor, filled_in(f_device="computer")).context["form"].tried() == []
    hint.hint_entry.state = "draft"
    hint.hint_entry.save()
    hint.hint_en = ""
    hint.save()
    check_page(visitor, filled_in(f_device="phone"))


def test_that_solved_it_is_counted_once_and_what_was_typed_is_kept(visitor, filled_in, hint):
    typed = filled_in(f_device="phone", subject="")
    for _click in range(2):
        page = visitor.post(f"{PATH}solved/", typed | {"solved_by": hint.pk})
        assert page.status_code == 200
        assert "No ticket was sent" in page.text
    assert HintSolved.objects.get().choice == hint
    back = visitor.get(f"{PATH}?key={SubmissionDraft.objects.get().key}")
    assert "It says it is damaged." in back.text
    assert visitor.get(f"{PATH}solved/").status_code == 405


def test_one_connection_counts_so_many_and_no_more(visitor, filled_in, hint, monkeypatch):
    monkeypatch.setattr(visitors.READ, "tries", 2)
    for _form in range(3):
        answer = visitor.post(f"{PATH}solved/", filled_in(f_device="phone", solved_by=hint.pk))
        assert answer.status_code == 200
    assert HintSolved.objects.count() == 2


@pytest.mark.parametrize("solved_by", ["", "nonsense", "0", "-1", "9" * 40, "\0"])
def test_only_a_hint_that_was_shown_can_solve(visitor, filled_in, hint, solved_by):
    assert visitor.post(f"{PATH}solved/", filled_in(f_device="phone", solved_by=solved_by)).status_code == 200
    visitor.post(f"{PATH}solved/", filled_in(f_device="computer", solved_by=hint.pk))
    assert not HintSolved.objects.exists()


# The form changes while it is filled in.


@pytest.fixture
def with_page(filled_in, visitor):
    """Return fill(**changes): filled in on a page that names the questions as they stand now."""

    def fill(**changes):
        asked = visitor.get(PATH).context["form"]["asked"].value()
        return filled_in(asked=asked, **changes)

    return fill


def test_an_answer_whose_question_was_taken_away_is_kept_under_its_label(visitor, with_page, device, only_ticket):
    typed = with_page(f_device="phone")
    FieldChoice.objects.update(is_archived=True)
    FieldDefinition.objects.filter(pk=device.pk).update(is_archived=True)
    page = visitor.post(PATH, typed | {"subject": ""})
    assert "Device: Phone" in page.text
    assert '<input type="hidden" name="f_device" value="phone">' in page.text
    check = check_page(visitor, typed)
    assert "Device (no longer asked)" in check.text
    visitor.post(f"{PATH}check/", {"key": check.context["draft"].key})
    kept = only_ticket().answers[-1]
    assert kept == {"key": "device", "label": "Device", "value": "Phone", "no_longer_asked": True}


def test_a_question_in_other_words_is_told_once(visitor, with_page, device):
    typed = with_page()
    device.label_en = "Where do you open it?"
    device.save()
    page = visitor.post(PATH, typed)
    assert page.status_code == 422
    [sentence] = page.context["form"].errors["f_device"]
    assert sentence.endswith("Check your answer: Where do you open it?")
    typed["asked"] = page.context["form"]["asked"].value()
    check_page(visitor, typed)


def test_a_question_in_other_words_that_nobody_answered_is_no_news(visitor, with_page, device):
    typed = with_page(f_device=None)
    device.label_en = "Where do you open it?"
    device.save()
    check_page(visitor, typed)


def test_a_choice_that_is_gone_is_told_by_its_name(visitor, with_page, device):
    typed = with_page(f_device="phone")
    device.choices.filter(key="phone").update(is_archived=True)
    page = visitor.post(PATH, typed)
    assert "You had filled in: Phone" in page.text


@pytest.mark.parametrize("kind", ["choice", "choices", "yes_no", "date", "file"])
def test_what_no_longer_fits_its_question_is_shown(visitor, with_page, kind):
    typed = with_page(f_serial="LP2208831947")
    FieldDefinition.objects.filter(key="serial").update(kind=kind)
    page = visitor.post(PATH, typed)
    assert page.status_code == 422
    assert "LP2208831947" in page.text


@pytest.mark.parametrize("asked", ["", ":", "serial", "serial:x,serial:y", "x" * 100_000, "\0,:,:::", "serial:" * 999])
def test_a_fingerprint_of_nonsense_is_harmless(visitor, filled_in, asked):
    page = visitor.post(PATH, filled_in(asked=asked), follow=True)
    assert page.status_code in (200, 422)
    assert "It says it is damaged." in page.text
