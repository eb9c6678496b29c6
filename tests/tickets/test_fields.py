"""The kinds of fields: what people may type, what is kept, and what they are told."""

import time
from types import SimpleNamespace

import pytest
from django import forms
from django.http import QueryDict
from django.utils.translation import override

from tickets.fields import BUILDERS, build_field, shown
from tickets.forms import SubmissionForm, new_form_key
from tickets.models import Category, FieldChoice, FieldDefinition
from tickets.patterns import check_pattern

from .conftest import some_time_ago

DEVICES = [("phone", "Phone"), ("computer", "Computer"), ("reader", "E-book reader")]


def definition(kind, choices=DEVICES, **fields):
    """A definition that is not in the database, with its choices loaded."""
    fields = {
        "label": "This",
        "hint": "",
        "required": True,
        "allow_missing": False,
        "error_text": "",
        "pattern": "",
    } | fields
    loaded = [SimpleNamespace(key=key, label=label) for key, label in choices]
    return SimpleNamespace(kind=kind, key="this", choices=SimpleNamespace(all=lambda: loaded), **fields)


def kept(kind, typed, **fields):
    """Return what the ticket keeps of what was typed."""
    field = build_field(definition(kind, **fields))
    data = QueryDict(mutable=True)
    data.setlist("this", typed if isinstance(typed, list) else [typed])
    return shown(field, field.clean(field.widget.value_from_datadict(data, {}, "this")))


def refused(kind, typed, **fields):
    """Return the sentence with which it is refused."""
    with pytest.raises(forms.ValidationError) as refusal:
        kept(kind, typed, **fields)
    [sentence] = refusal.value.messages
    return sentence


def test_every_kind_has_a_builder():
    assert set(BUILDERS) == set(FieldDefinition.Kind)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("line", "  Acrobat   Reader ", "Acrobat Reader"),
        ("line", "Acro\u200bbat\u202e", "Acrobat"),
        ("line", "two\nlines", "two lines"),
        ("line", "Ａ１２", "A12"),
        ("line", "<b>100 %</b>", "<b>100 %</b>"),
        ("text", " first\r\nsecond\rthird ", "first\nsecond\nthird"),
        ("text", "م\u200cن", "م\u200cن"),  # a joiner belongs to the word
        ("email", " ayse@example.org ", "ayse@example.org"),
        ("email", "ayse@example.org\u200b", "ayse@example.org"),
        ("email", "ayse@ example.org", "ayse@example.org"),
        ("email", "ayse＠example.org", "ayse@example.org"),
        ("email", "İNFO@example.org", "iNFO@example.org"),
        ("email", "ayse@çiçek.example", "ayse@xn--iek-1lab.example"),
        ("url", "example.com", "https://example.com"),
        ("url", " www.example.com/shop?x=1 ", "https://www.example.com/shop?x=1"),
        ("url", "http://example.com", "http://example.com"),
        ("url", "HTTPS://example.com", "HTTPS://example.com"),
        ("url", "example.com/?next=http://example.org", "https://example.com/?next=http://example.org"),
        ("phone", "+90 212 555 01 23", "+90 212 555 01 23"),
        ("phone", "(0212) 555-01-23", "(0212) 555-01-23"),
        ("phone", "０２１２ 555 01 23", "0212 555 01 23"),
        ("phone", "٠٢١٢ ٥٥٥", "0212 555"),
        ("number", " 12 ", "12"),
        ("number", "12,5", "12.5"),
        ("number", "12.5", "12.5"),
        ("number", "1 000", "1000"),
        ("number", "1,234", "1234"),
        ("number", "1,234.5", "1234.5"),
        ("number", "1.234,5", "1234.5"),
        ("number", "-3", "-3"),
        ("number", "\u22123", "-3"),
        ("number", "+3", "3"),
        ("number", "１２", "12"),
        ("number", "١٢", "12"),
        ("date", "2026-11-21", "2026-11-21"),
        ("date", "21.11.2026", "2026-11-21"),
        ("date", " 21/11/2026", "2026-11-21"),
        ("date", "21. 11. 2026", "2026-11-21"),
        ("date", "２１．１１．２０２６", "2026-11-21"),
        ("choice", "reader", "E-book reader"),
        ("choices", ["computer", "phone"], "Phone, Computer"),
        ("choices", ["phone", "phone"], "Phone"),
        ("yes_no", "yes", "Yes"),
        ("yes_no", "no", "No"),
    ],
)
def test_input_is_forgiven_and_kept_tidy(kind, typed, value):
    assert kept(kind, typed) == value


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("line", "x" * 201, "Your text must be 200 characters or less. It has 201: shorten it."),
        ("text", "x" * 5001, "Your text must be 5000 characters or less. It has 5001: shorten it."),
        ("choice", "toaster", "Choose one of the answers offered: This"),
        ("choices", ["phone", "toaster"], "Choose one of the answers offered: This"),
        ("yes_no", "perhaps", "Choose one of the answers offered: This"),
        *[
            ("email", typed, "Enter an e-mail address in the right form, like name@example.com")
            for typed in (
                "ayse",
                "ayse@example",
                "@example.org",
                "ayse@@example.org",
                "ayse@localhost",
                "ayşe@example.org",
                "a@b.example, c@d.example",
                "ayse@" + "ç" * 80 + ".example",
                "a@" + ".".join(["ç" * 40] * 6),
            )
        ],
        *[
            ("url", typed, "Enter the address of the site, like example.com")
            for typed in ("example", "javascript:alert(1)", "ftp://example.com", "file:///etc/passwd", "https://", "..")
        ],
        *[
            ("phone", typed, "Enter a phone number with its area code, like +90 212 555 01 23")
            for typed in ("1234", "call me", "+", "12345 x", "1" * 16, "555-01-2³a")
        ],
        *[
            ("number", typed, "Enter a number in digits, like 12 or 12.5")
            for typed in (
                "1e400",
                "1e5",
                "NaN",
                "inf",
                "twelve",
                "1.2.3",
                "0x10",
                "½",
                "1" * 16,
                "--1",
                "1.1234567",
                ".",
            )
        ],
        *[
            ("date", typed, "Enter a date as day, month and year, like 21.11.2026")
            for typed in (
                "31.02.2026",
                "2026-13-01",
                "0000-00-00",
                "0001-01-01",
                "9999-12-31",
                "99999-01-01",
                "1899-12-31",
                "2101-01-01",
                "tomorrow",
                "11/21/2026",
                "1" * 1_000_000,
            )
        ],
    ],
)
def test_what_does_not_fit_is_told_in_a_sentence(kind, typed, sentence):
    assert refused(kind, typed) == sentence


@pytest.mark.parametrize("kind", sorted(set(FieldDefinition.Kind) - {"choice", "choices", "yes_no", "pattern"}))
@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u200e", "\r\n\t", "\u3000"])
def test_what_cannot_be_seen_is_no_answer(kind, typed):
    assert refused(kind, typed) == "Fill in this field: This"
    assert kept(kind, typed, required=False) == ""


@pytest.mark.parametrize("kind", ["choice", "choices", "yes_no"])
def test_a_missing_choice_is_asked_for(kind):
    assert refused(kind, "" if kind != "choices" else []) == "Choose an answer: This"
    assert kept(kind, "" if kind != "choices" else [], required=False) == ""


@pytest.mark.parametrize("kind", ["email", "url", "phone", "number", "date", "choice", "choices", "yes_no", "pattern"])
def test_the_owners_error_text_is_used_as_it_is(kind):
    sentence = "50 % of all numbers have an %(x)s, see {y} & <b>the label</b>"
    assert refused(kind, "?!", error_text=sentence, pattern="[0-9]+") == sentence


@pytest.mark.parametrize("kind", FieldDefinition.Kind)
def test_a_label_may_hold_anything(kind):
    label = "100 % sure? %(value)s {x} <i>"
    assert refused(kind, [] if kind == "choices" else "", label=label, pattern="x").endswith(f": {label}")
    if kind in ("choice", "choices", "yes_no"):
        assert refused(kind, "toaster", label=label).endswith(f": {label}")


def test_line_breaks_count_once():
    assert kept("text", "x\r\n" * 1666 + "xx") == "x\n" * 1666 + "xx"


@pytest.mark.parametrize(
    ("pattern", "typed", "value"),
    [
        ("LP[0-9]{10}", "LP2208831947", "LP2208831947"),
        ("LP[0-9]{10}", " lp 2208-831-947 ", "LP2208831947"),
        ("LP[0-9]{10}", "ＬＰ２２０８８３１９４７", "LP2208831947"),
        ("LP[0-9]{10}", "lp\u200b2208831947", "LP2208831947"),
        ("LP[0-9]{10}", "LP٢٢٠٨٨٣١٩٤٧", "LP2208831947"),
        ("[A-Z]+-[0-9]+", "ord-17", "ORD-17"),  # the dash belongs to it
        ("LI[0-9]", "lı7", "LI7"),
        ("LI[0-9]", "lİ7", "LI7"),
        ("[a-z]{3}[0-9]", "abc7", "abc7"),  # an owner who forgot that it is compared in capitals
        ("[0-9]{3}", "1.2/3", "123"),
    ],
)
def test_patterns_forgive_case_spaces_and_dashes(pattern, typed, value):
    assert kept("pattern", typed, pattern=pattern) == value


@pytest.mark.parametrize("typed", ["LP22", "XLP2208831947", "LP2208831947X", "LP2208831947 LP2208831947", "?"])
def test_a_pattern_is_for_the_whole_value(typed):
    assert refused("pattern", typed, pattern="LP[0-9]{10}") == "This does not look right. Compare it with the hint."


@pytest.mark.parametrize("pattern", ["(A+)+B", "(A|A)*B", "(.*)*X", "(A|AA)+$Z", "([A-Z]+)*=", "(A{1,50}){1,50}!"])
def test_no_pattern_and_no_input_keep_us_busy(pattern):
    started = time.process_time()
    refused("pattern", "A" * 200, pattern=pattern)
    assert time.process_time() - started < 0.2


@pytest.mark.parametrize("pattern", ["(", "[", "a{1001}", "(?=a)", r"(a)\1", "(?P<x", "*"])
def test_a_pattern_that_cannot_be_used_is_refused_when_it_is_set_and_fits_nothing(pattern):
    with pytest.raises(forms.ValidationError):
        check_pattern(pattern)
    refused("pattern", "A", pattern=pattern)


@pytest.mark.parametrize("unit", ["\u0301", "x", "ﷺ", "\u200b", "x\u0301\u0316", " "])
@pytest.mark.parametrize("kind", ["line", "email", "url", "phone", "number", "date", "pattern", "text"])
def test_a_million_characters_are_refused_in_a_moment(kind, unit):
    started = time.process_time()
    refused(kind, unit * (1_000_000 // len(unit)), pattern="A")
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    ("language", "typed", "value"), [("tr", "1.234", "1234"), ("tr", "1.234,5", "1234.5"), ("tr", "12,5", "12.5")]
)
def test_numbers_are_read_as_the_language_writes_them(language, typed, value):
    with override(language):
        assert kept("number", typed) == value


def test_more_than_six_choices_become_a_list():
    many = [(f"c{number}", f"Choice {number}") for number in range(7)]
    assert isinstance(build_field(definition("choice", choices=many[:6])).widget, forms.RadioSelect)
    assert not isinstance(build_field(definition("choice", choices=many)).widget, forms.RadioSelect)
    assert kept("choice", "c6", choices=many) == "Choice 6"
    assert refused("choice", "", choices=many) == "Choose an answer: This"


def test_nothing_pasted_is_cut_by_the_browser(categories):
    for kind in FieldDefinition.Kind:
        assert "maxlength" not in str(build_field(definition(kind)).widget_attrs(forms.TextInput()))
    form = str(SubmissionForm(Category.objects.with_form().get(slug="downloads")))
    assert "maxlength" not in form


# In a form


@pytest.fixture
def submitted(categories):
    """Return submit(**changes): the bound form of `downloads`."""

    def submit(**changes):
        with some_time_ago(60):
            data = {
                "form_key": new_form_key(),
                "email": "a@example.org",
                "subject": "It",
                "text": "Does not open",
            } | changes
        query = QueryDict(mutable=True)
        for name, value in data.items():
            query.setlist(name, value if isinstance(value, list) else [value])
        return SubmissionForm(Category.objects.with_form().get(slug="downloads"), query)

    return submit


def test_the_snapshot_holds_key_label_and_value(submitted, categories):
    systems = FieldDefinition.objects.create(
        category=categories.downloads, key="on", kind="choices", label_en="Seen on", position=2
    )
    for key in ("windows", "linux"):
        FieldChoice.objects.create(field=systems, key=key, label_en=key.title())
    form = submitted(f_serial="lp 2208 831 947", f_device="phone", f_on=["linux", "windows"])
    assert form.is_valid(), form.errors
    assert form.answers() == [
        {"key": "serial", "label": "Serial number", "value": "LP2208831947"},
        {"key": "device", "label": "Device", "value": "Phone"},
        {"key": "on", "label": "Seen on", "value": "Windows, Linux"},
    ]


def test_the_snapshot_is_in_the_language_of_the_page(submitted):
    with override("tr"):
        form = submitted(f_serial="LP2208831947", f_device="phone")
        assert form.is_valid(), form.errors
        assert [(answer["label"], answer["value"]) for answer in form.answers()] == [
            ("Seri numarası", "LP2208831947"),
            ("Cihaz", "Telefon"),
        ]


def test_a_required_field_can_be_answered_with_not_having_it(submitted):
    form = submitted(f_serial__missing="on")
    assert form.is_valid(), form.errors
    assert form.answers()[0] == {
        "key": form.definitions[0].key,
        "label": form.definitions[0].label,
        "value": "",
        "missing": True,
    }
    assert str(form.summary()[2][1]) == "I do not have it"


def test_without_value_and_without_the_tick_it_is_asked_for(submitted):
    form = submitted()
    assert form.errors == {"f_serial": ["Fill in this field: Serial number"]}


def test_a_value_weighs_more_than_the_tick(submitted):
    form = submitted(f_serial="LP2208831947", f_serial__missing="on")
    assert form.is_valid(), form.errors
    assert form.answers()[0]["value"] == "LP2208831947"


def test_an_optional_field_left_out_is_kept_as_empty(submitted):
    form = submitted(f_serial__missing="on")
    assert form.is_valid(), form.errors
    assert form.answers()[1] == {"key": "device", "label": "Device", "value": ""}


def test_only_optional_fields_are_called_optional(visitor, categories):
    page = visitor.get("/help/downloads/").text
    assert "Device (optional)" in page
    assert "Serial number (optional)" not in page


def test_archived_fields_and_choices_are_not_asked(visitor, categories):
    FieldChoice.objects.filter(key="phone").update(is_archived=True)
    FieldDefinition.objects.filter(key="serial").update(is_archived=True)
    page = visitor.get("/help/downloads/").text
    assert "Computer" in page
    assert "Phone" not in page
    assert "Serial number" not in page


def test_an_error_of_the_text_fits_the_value_counted(submitted):
    [error] = submitted(f_serial__missing="on", text="x" * 5_001).errors["text"]
    assert "5001" in error
