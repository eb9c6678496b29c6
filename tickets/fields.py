"""From a field definition to a form field: a builder per kind.

Input is forgiven what people get wrong without meaning to: spaces, dashes, zero-width characters, capitals, full-width
digits, a web address without its beginning. What is kept is the tidy value. No field has a `maxlength`: a browser would
cut what is pasted without a word.
"""

import re
from datetime import date

from django import forms
from django.conf import settings
from django.core.validators import EmailValidator, URLValidator
from django.utils.formats import get_format
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .files.checking import MOST_FILES
from .models import FieldDefinition
from .patterns import fits
from .typed import INVISIBLE, plain_digits, tidy, trimmed

Kind = FieldDefinition.Kind

LONGEST_LINE = 200
LONGEST_ADDRESS = 1_000
LONGEST_TEXT = 5_000
FEW_CHOICES = 6  # more are easier to find in a list than as radio buttons


def build_field(definition) -> forms.Field:
    """Build the form field that asks `definition`; its choices must be loaded (`Category.objects.with_form`)."""
    field = BUILDERS[definition.kind](definition)
    field.label, field.help_text = definition.label, definition.hint or field.help_text
    field.required = definition.required and not definition.allow_missing
    field.needed = definition.required  # the tick "I do not have it" excuses it, but it is not optional
    asks_choice = definition.kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO)
    sentence = _("Choose an answer: %(label)s") if asks_choice else _("Fill in this field: %(label)s")
    field.error_messages["required"] = sentence % {"label": definition.label}
    field.definition = definition
    return field


def shown(field, value) -> str:
    """Return a cleaned value as it is kept in the ticket's snapshot and shown to people."""
    if value in (None, "", []):
        return ""
    if isinstance(field, FilesField):
        return ", ".join(attachment.name for attachment in value)
    if labels := dict(getattr(field, "choices", ())):
        return ", ".join(str(labels[key]) for key in (value if isinstance(value, list) else [value]))
    return value.isoformat() if isinstance(value, date) else str(value)


class TidyCharField(forms.CharField):
    """One line that is tidied, checked by `accept` and kept as that returns it; a `ValueError` is the form's error."""

    def __init__(self, *, accept=str, error=None, **kwargs):
        super().__init__(**{"max_length": LONGEST_LINE, **kwargs})
        self.accept = accept
        self.error_messages.setdefault("max_length", TOO_LONG)
        self.error_messages.setdefault("invalid", error)

    def to_python(self, value):
        return tidy(super().to_python(value) or "")

    def clean(self, value):
        value = super().clean(value)
        try:
            return self.accept(value) if value else ""
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def widget_attrs(self, widget):
        return {}


TOO_LONG = _("Your text must be %(limit_value)d characters or less. It has %(show_value)d: shorten it.")


class LongTextField(forms.CharField):
    """Several lines. A line break counts as one character, whatever the browser sends for it."""

    def __init__(self, *, max_length=LONGEST_TEXT, rows=8, **kwargs):
        super().__init__(max_length=max_length, **{"widget": forms.Textarea(attrs={"rows": rows}), **kwargs})
        self.error_messages.setdefault("max_length", TOO_LONG)

    def to_python(self, value):
        text = trimmed(super().to_python(value) or "")
        return text if INVISIBLE.sub("", text).strip() else ""

    def widget_attrs(self, widget):
        return {}


def _line(definition):
    return TidyCharField()


def _text(definition):
    return LongTextField(rows=4)


def email_field(*, error=None, **kwargs):
    """Build a field for an e-mail address, also of the form itself."""
    widget = forms.EmailInput(attrs={"autocomplete": "email"})
    return TidyCharField(accept=_email_address, error=error or EMAIL_ERROR, widget=widget, max_length=254, **kwargs)


EMAIL_ERROR = _("Enter an e-mail address in the right form, like name@example.com")


def _email_address(text):
    # A Turkish keyboard writes i as İ in capitals. What cannot be written in ASCII otherwise is a domain in Punycode.
    local, _at, domain = text.replace(" ", "").replace("İ", "i").rpartition("@")
    if not domain.isascii():
        domain = domain.encode("idna").decode()
    address = f"{local}@{domain}"
    try:
        EmailValidator(allowlist=[])(address)
    except forms.ValidationError as error:
        raise ValueError from error
    # What Django's pattern takes for letters: ı, which no mail server we send through would.
    if not local.isascii() or len(address) > 254:
        raise ValueError
    return address


def _email(definition):
    return email_field(error=definition.error_text)


def _url(definition):
    return TidyCharField(
        accept=_web_address,
        error=definition.error_text or _("Enter the address of the site, like example.com"),
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "off"}),
    )


def _web_address(text):
    address = text.replace(" ", "")
    if not re.match(r"[a-z][a-z0-9+.-]*://", address, re.IGNORECASE):
        address = f"https://{address}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except forms.ValidationError as error:
        raise ValueError from error
    return address


def _phone(definition):
    error = definition.error_text or _("Enter a phone number with its area code, like +90 212 555 01 23")
    return TidyCharField(
        accept=_phone_number, error=error, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )


def _phone_number(text):
    text = plain_digits(text)
    if not re.fullmatch(r"\+?[\d\s().\u2010-\u2015/-]+", text, re.ASCII) or not 5 <= len(re.sub(r"\D", "", text)) <= 15:
        raise ValueError
    return text


def _number(definition):
    error = definition.error_text or _("Enter a number in digits, like 12 or 12.5")
    return TidyCharField(accept=_decimal, error=error, widget=forms.TextInput(attrs={"inputmode": "decimal"}))


def _decimal(text):
    number = plain_digits(text).replace(" ", "").replace("\u2212", "-")
    point = get_format("DECIMAL_SEPARATOR")
    group = "." if point == "," else ","
    if re.fullmatch(rf"[+-]?\d{{1,3}}(\{group}\d{{3}})+(\{point}\d+)?", number, re.ASCII):
        number = number.replace(group, "")  # 1,234.5 in English is 1.234,5 in Turkish
    elif re.fullmatch(rf"[+-]?\d{{1,3}}(\{point}\d{{3}})+\{group}\d+", number, re.ASCII):
        number = number.replace(point, "")
    number = number.replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,6})?", number, re.ASCII):
        raise ValueError
    return number.removeprefix("+")


def _date(definition):
    return DateField(definition)


class DateField(forms.DateField):
    def __init__(self, definition):
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y"],
        )
        error = definition.error_text or _("Enter a date as day, month and year, like 21.11.2026")
        self.error_messages["invalid"] = error

    def to_python(self, value):
        text = tidy(value or "")
        found = super().to_python(plain_digits(text).replace(" ", ""))
        if found and (len(text) > LONGEST_LINE or not 1900 <= found.year <= 2100):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


def _choice(definition):
    choices = [(choice.key, choice.label) for choice in definition.choices.all()]
    if len(choices) <= FEW_CHOICES:
        field = forms.ChoiceField(choices=choices, widget=forms.RadioSelect)
    else:
        field = forms.ChoiceField(choices=[("", _("Choose")), *choices])
    return _offers(field, definition)


def _choices(definition):
    choices = [(choice.key, choice.label) for choice in definition.choices.all()]
    return _offers(ChoicesField(choices=choices, widget=forms.CheckboxSelectMultiple), definition)


class ChoicesField(forms.MultipleChoiceField):
    """Several choices, each once and in the order they are offered."""

    def clean(self, value):
        chosen = set(super().clean(value))
        return [key for key, _label in self.choices if key in chosen]


def _yes_no(definition):
    return _offers(
        forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect), definition
    )


def _offers(field, definition):
    error = definition.error_text or _("Choose one of the answers offered: %(label)s") % {"label": definition.label}
    # Django fills in the value chosen: a "%" of the owner's own must not look like a place for it.
    field.error_messages["invalid_choice"] = field.error_messages["invalid_list"] = error.replace("%", "%%")
    return field


def _pattern(definition):
    def accept(text):
        # As typed, in capitals, first: an account id may have dashes that belong to it. No capital is İ or ı.
        typed = plain_digits(text)
        capitals = typed.replace("ı", "i").upper().replace("İ", "I")
        for candidate in (capitals, SEPARATORS.sub("", capitals), typed, SEPARATORS.sub("", typed)):
            if fits(definition.pattern, candidate):
                return candidate
        raise ValueError

    error = definition.error_text or _("This does not look right. Compare it with the hint.")
    attrs = {"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
    return TidyCharField(accept=accept, error=error, widget=forms.TextInput(attrs=attrs))


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.Field):
    """Files, whose value are the `kept` ones: they are stored before the form is checked (`services.keep_files`), and
    `refused` says which were not."""

    widget = FilesInput

    @property
    def largest(self) -> int:
        """How many bytes a file can have."""
        return settings.MAX_UPLOAD_MB * 1024**2

    def __init__(self, **kwargs):
        defaults = {"required": False, "label": _("Files"), "help_text": files_hint}
        super().__init__(**defaults | kwargs)
        self.kept, self.refused = [], []

    def clean(self, value):
        if self.refused:
            raise forms.ValidationError(self.refused)
        self.validate(self.kept)
        return self.kept


def _files_hint():
    words = {"files": MOST_FILES, "size": settings.MAX_UPLOAD_MB}
    return gettext("Up to %(files)s files of %(size)s MB each.") % words


files_hint = lazy(_files_hint, str)()


def _file(definition):
    return FilesField()


SEPARATORS = re.compile(r"[\s./_\u2010-\u2015-]")

BUILDERS = {
    Kind.LINE: _line,
    Kind.TEXT: _text,
    Kind.EMAIL: _email,
    Kind.URL: _url,
    Kind.PHONE: _phone,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.YES_NO: _yes_no,
    Kind.PATTERN: _pattern,
    Kind.FILE: _file,
}
