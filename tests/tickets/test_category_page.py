"""The help home and a category's page with its form."""

import re

import pytest

from faq.models import Entry, Visit
from tickets.models import (
    Category,
    FieldChoice,
    FieldDefinition,
    RelatedLink,
    SubmissionDraft,
)

from .conftest import in_order, values

# The help home


def test_the_home_asks_for_the_topic_and_has_no_ticket_form(visitor, categories):
    page = visitor.get("/").text
    assert in_order(page, "What do you need help with?", "Downloads", "Billing", "Personal", 'name="q"')
    assert "<textarea" not in page
    assert 'method="post"' not in page


def test_a_category_that_takes_no_tickets_is_neither_listed_nor_opened(visitor, categories):
    Category.objects.filter(slug="billing").update(is_active=False)
    assert "Billing" not in visitor.get("/").text
    assert visitor.get("/help/billing/").status_code == 404
    assert visitor.post("/help/billing/", {"subject": "It"}).status_code == 404


def test_a_category_for_named_people_is_open_to_customers(send, categories, only_ticket):
    sent = send("/help/personal/", f_serial=None, f_device=None)
    assert sent.status_code == 200
    assert only_ticket().category == categories.personal


def test_without_any_category_people_are_told_that_it_opens_soon(visitor, db):
    page = visitor.get("/").text
    assert "This help desk opens soon." in page
    assert "Choose a topic" not in page


def test_only_the_owner_is_asked_to_add_the_first_category(cast, sign_in):
    Category.objects.update(is_active=False)
    assert "Set up this help desk" in sign_in(cast.owner).get("/").text
    assert "Set up this help desk" not in sign_in(cast.ana).get("/").text


@pytest.mark.parametrize("prefix", ["", "/tr"])
def test_a_single_category_is_gone_to_at_once(visitor, categories, prefix):
    Category.objects.exclude(slug="downloads").update(is_active=False)
    answer = visitor.get(f"{prefix}/")
    assert (answer.status_code, answer["Location"]) == (302, f"{prefix}/help/downloads/")


def test_eight_categories_are_shown_and_more_can_be_opened(visitor, db):
    for number in range(8):
        Category.objects.create(slug=f"c{number}", name=f"Topic {number}", position=number)
    assert "Show all topics" not in visitor.get("/").text
    Category.objects.create(slug="c8", name="Topic 8", position=8)
    assert in_order(visitor.get("/").text, "Topic 7", "Show all topics", "Topic 8")


@pytest.mark.parametrize("path", ["/", "/help/downloads/", "/status/"])
def test_pages_cost_the_same_with_one_and_with_five_rows(visitor, categories, count_queries, path):
    visitor.get(path)
    few = count_queries(lambda: visitor.get(path))
    for number in range(5):
        other = Category.objects.create(slug=f"c{number}", name=f"Topic {number}")
        for category in (other, categories.downloads):
            field = FieldDefinition.objects.create(category=category, key=f"k{number}", kind="choices", label="Which")
            FieldChoice.objects.create(field=field, key="a", label="A")
            Entry.objects.create(
                slug=f"e-{category.pk}-{number}",
                question_en="Why?",
                answer_en="So.",
                category=category,
                state="published",
            )
            RelatedLink.objects.create(category=category, label="Forum", url="https://example.com")
    assert count_queries(lambda: visitor.get(path)) == few <= 8


# The category page


@pytest.fixture
def full_category(categories):
    """`downloads` with everything a category page can show."""
    category = categories.downloads
    category.hours_text = "Monday to Friday, 9:00 to 18:00"
    category.save()
    for number in range(7):
        Entry.objects.create(
            slug=f"entry-{number}",
            question_en=f"Question {number}?",
            answer_en="So.",
            category=category,
            state="published",
        )
    Entry.objects.create(slug="draft", question_en="Unfinished?", answer_en="So.", category=category, state="draft")
    Entry.objects.create(
        slug="other", question_en="Of another?", answer_en="So.", category=categories.billing, state="published"
    )
    RelatedLink.objects.create(category=category, label="Our forum", url="https://forum.example.com")
    return category


def test_answers_links_and_policy_stand_before_the_form(visitor, full_category):
    page = visitor.get("/help/downloads/").text
    assert in_order(
        page,
        "<h1>Downloads</h1>",
        "Try another browser",
        "Top questions",
        'name="q"',
        "https://forum.example.com",
        "Everything bought here",
        "Monday to Friday, 9:00 to 18:00",
        "We answer within one working day.",
        "Still need help?",
        'name="email"',
        'name="f_serial"',
        'name="subject"',
        'name="text"',
        "Continue",
    )
    assert page.count("<summary>Question") == 5
    assert "Unfinished?" not in page
    assert "Of another?" not in page


def test_what_a_category_does_not_have_leaves_no_heading(visitor, categories):
    page = visitor.get("/help/billing/").text
    for heading in ("Before you write", "Top questions", "Also useful", "How we help"):
        assert heading not in page


def test_opening_a_question_on_the_category_page_is_no_view(visitor, full_category):
    visitor.get("/help/downloads/")
    assert not Visit.objects.exists()


def test_the_form_works_without_the_browsers_own_checks_and_scripts(visitor, categories):
    form = re.search(r'<form method="post".*?</form>', visitor.get("/help/downloads/").text, re.DOTALL)[0]
    assert "novalidate" in form
    assert "onclick" not in form
    assert "<script" not in form


# Errors


ERRORS = {
    "email": ("ayse", "Enter an e-mail address in the right form, like name@example.com"),
    "f_serial": ("LP12", "Serial number must be 12 characters, starting with LP"),
    "f_device": ("toaster", "Choose one of the answers offered: Device"),
    "subject": ("s" * 151, "Your text must be 150 characters or less. It has 151: shorten it."),
    "text": (" ", "Tell us what happens"),
}


def test_errors_stand_in_the_summary_and_at_the_field_in_the_same_words(visitor, filled_in):
    page = visitor.post("/help/downloads/", filled_in(**{name: typed for name, (typed, _) in ERRORS.items()}))
    assert page.status_code == 422
    assert "<title>Error: Downloads" in page.text
    summary, rest = page.text.split("<h1>Downloads</h1>")
    for name, (_typed, sentence) in ERRORS.items():
        assert re.search(rf'<a\s+href="#id_{name}(_0)?"\s*>{re.escape(sentence)}</a>', summary), name
        at_field = rest.split(f'id="id_{name}_error"')[1].split("</div>")[0]
        assert sentence in at_field
        target = re.search(rf'href="#(id_{name}(_0)?)"', summary)[1]
        assert f'id="{target}"' in rest
    assert not SubmissionDraft.objects.exists()


def test_everything_typed_is_kept(visitor, filled_in):
    typed = filled_in(email="not right", name='Ayşe "A" <b>', f_serial="x&y", text="two\nlines <script>")
    page = visitor.post("/help/downloads/", typed)
    assert page.status_code == 422
    shown = values(page)
    assert {name: shown[name] for name in typed if name != "form_key"} == {
        name: value for name, value in typed.items() if name != "form_key"
    }
    assert "two\nlines &lt;script&gt;" in page.text
    assert 'value="x&amp;y"' in page.text
    assert re.search(r'<input type="radio"[^>]*value="phone"[^>]*checked', page.text)


def test_the_tick_is_kept(visitor, filled_in):
    page = visitor.post("/help/downloads/", filled_in(email="", f_serial=None, f_serial__missing="on"))
    assert re.search(r'name="f_serial__missing"[^>]*checked', page.text)


def test_an_empty_form_is_asked_for_what_it_needs(visitor, filled_in):
    page = visitor.post("/help/downloads/", {"form_key": filled_in()["form_key"]})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"email", "f_serial", "subject", "text"}
