"""What the owner writes about the FAQ: checked here, written by the services."""

import hashlib
import json
import uuid

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .models import LANGUAGES, LONGEST_PHRASING, Entry, Picture, visible_categories
from .picture_headers import MOST_WHOLE, read_header
from .pictures import draw
from .services import texts_of
from .services.writing import TEXTS

ANSWER_WORDS = 40  # of a short answer are shown wherever the question is offered
RELATED = 3
PICTURES = 3  # can be added at once
ONE_FOR_ALL = {"question": _("Question"), "answer": _("Short answer"), "body": _("Steps and pictures")}


class ManyOfOneName(forms.ModelMultipleChoiceField):
    """Several pickers of one name; those left empty count as nothing."""

    def clean(self, value):
        return super().clean([text for text in value or [] if text])


class EntryForm(forms.ModelForm):
    """An entry with its phrasings and related entries. `seen` tells which state of it the page showed: what somebody
    else has changed since is not overwritten unread (`newer` is then the entry as it is now)."""

    phrasings = forms.CharField(
        label=_("Also asked as"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_(
            "Other words in which people ask this, one a line. The search looks through them, and adds what three "
            "readers had searched for who say that this helped them."
        ),
    )
    related = ManyOfOneName(label=_("Related entries"), required=False, queryset=Entry.objects.none())
    may_stay = forms.BooleanField(label=_("I have read these words: they may be published"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Entry
        fields = [*TEXTS, "category", "state", "is_pinned"]
        error_messages = {"category": {"required": _("Choose a category")}}

    def __init__(self, data=None, *, user, **kwargs):
        super().__init__(data, **kwargs)
        self.newer = None
        self.sent_before: Entry | None = None  # the entry that this very form has become
        self.new_key: uuid.UUID | None = None  # of the form from now on, where it has become one with other words
        self.known = Entry.objects.visible_to(user)
        self.fields["category"].queryset = visible_categories(user)
        self.fields["related"].queryset = self.known.for_desk()
        for name in TEXTS:
            kind, code = name.rsplit("_", 1)
            field = self.fields[name]
            field.required = False
            field.needed = kind != "body"  # in one of the languages
            attrs = {"dir": "auto", "lang": code}
            if kind == "question":
                field.widget = forms.TextInput(attrs=attrs | {"maxlength": 200})
            else:
                field.widget = forms.Textarea(
                    attrs=attrs | {"rows": 4 if kind == "answer" else 12, "data-placeholders": ""}
                )
            field.label = f"{ONE_FOR_ALL[kind]} ({dict(settings.LANGUAGES)[code]})"
            field.help_text = ""

    def languages(self):
        """List (code, question, answer, body) for each language: what stands side by side."""
        return [(code, *(self[f"{name}_{code}"] for name in ONE_FOR_ALL)) for code in LANGUAGES]

    def related_pickers(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """List (id, options) of the pickers: one for each related entry and some that are free."""
        chosen = [str(pk) for pk in self["related"].value() or [] if pk]
        options = [
            (str(entry.pk), entry.question)
            for entry in self.known.questions().for_desk()
            if entry.pk != self.instance.pk
        ]
        pickers = chosen + [""] * max(RELATED - len(chosen), 1)
        return [
            (f"id_related_{number}" if number else "id_related", [(pk, text, pk == value) for pk, text in options])
            for number, value in enumerate(pickers)
        ]

    def clean_related(self):
        return [entry for entry in self.cleaned_data["related"] if entry.pk != self.instance.pk]

    def clean_phrasings(self):
        lines = [" ".join(line.split()) for line in self.cleaned_data["phrasings"].splitlines()]
        for line in lines:
            if len(line) > LONGEST_PHRASING:
                words = {"line": f"{line[:40]}…", "limit": LONGEST_PHRASING}
                raise forms.ValidationError(_("A phrase can have %(limit)d characters: shorten “%(line)s”") % words)
        return [line for line in lines if line]

    @property
    def personal(self) -> list[str]:
        """The words an entry made of a ticket's answer still holds that may be personal."""
        texts = [str(self[name].value() or "") for name in TEXTS]
        return [word for word in self.instance.personal if any(word in text for text in texts)]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("may_stay"):
            self.instance.personal = []
        elif cleaned.get("state") == Entry.State.PUBLISHED and self.personal:
            words = {"words": ", ".join(self.personal)}
            self.add_error("state", _("Before it is published, take out what may be personal: %(words)s") % words)
        current = self.known.with_id(str(self.instance.pk or ""))
        if current and cleaned.get("seen") != state_of(current):
            self.newer = current
            self.add_error(None, _("Somebody else has changed this entry meanwhile. Compare below, then save again."))
        elif self.instance.pk is None:
            self._look_for_sent_before(cleaned)
        return cleaned

    def _look_for_sent_before(self, cleaned):
        made = self.known.made_with(cleaned.get("form_key"))
        if made is None:
            self.instance.form_key = cleaned.get("form_key")
        elif all((cleaned.get(name) or "") == (getattr(made, name) or "") for name in TEXTS):
            self.sent_before = made
        else:
            self.new_key = uuid.uuid4()
            words = {"question": made.question}
            self.add_error(
                None,
                _("This form was saved already as “%(question)s”. Save it once more, and it becomes another entry.")
                % words,
            )

    def all_related(self) -> list[Entry]:
        """Return the chosen related entries and those the person does not know of, which stay."""
        hidden = self.instance.related.exclude(pk__in=self.known) if self.instance.pk else []
        return [*self.cleaned_data["related"], *hidden]

    def long_answers(self) -> list[tuple[str, int]]:
        """List (language, words) of the short answers that are too long to be shown whole."""
        counted = [(code, len((self.cleaned_data.get(f"answer_{code}") or "").split())) for code in LANGUAGES]
        return [(dict(settings.LANGUAGES)[code], count) for code, count in counted if count > ANSWER_WORDS]


def state_of(entry: Entry) -> str:
    """Return a short text that changes with whatever can be edited of the entry."""
    return hashlib.sha256(json.dumps(texts_of(entry), sort_keys=True).encode()).hexdigest()[:16]


class PictureForm(forms.Form):
    """A picture with what is to be seen on it; empty, it is none (`picture` is None)."""

    file = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/gif,image/webp"}),
    )
    alt = forms.CharField(label=_("What is to be seen"), required=False, max_length=200)

    picture: Picture | None = None

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload is None:
            return None
        if upload.size > settings.MAX_UPLOAD_MB * 1024 * 1024:
            words = {"name": upload.name, "limit": settings.MAX_UPLOAD_MB}
            raise forms.ValidationError(_("%(name)s is too large. A picture can have %(limit)s MB.") % words)
        words = {"name": upload.name, "limit": MOST_WHOLE // 1_000_000}
        try:
            if not read_header(upload).can_be_drawn:
                raise forms.ValidationError(
                    _("%(name)s has more than %(limit)s million pixels. Make it smaller, or save it as JPEG.") % words
                )
            return draw(upload)
        except ValueError:
            raise forms.ValidationError(
                _("%(name)s is no picture that can be shown. Use JPEG, PNG, GIF or WebP.") % words
            ) from None

    def clean(self):
        cleaned = super().clean()
        drawn, alt = cleaned.get("file"), cleaned.get("alt")
        if drawn and not alt:
            self.add_error("alt", _("Say what is to be seen on the picture, for those who cannot see it"))
        elif drawn:
            size = read_header(drawn)
            self.picture = Picture(file=drawn, alt=alt, width=size.width, height=size.height)
        elif alt and not self.errors:
            self.add_error("file", _("Choose the picture that shows this"))
        return cleaned


class SynonymsForm(forms.Form):
    """All synonyms: words that mean the same on one line, with commas between them."""

    words = forms.CharField(
        label=_("Words that mean the same"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
        help_text=_("On one line the words that mean the same, with commas between: invoice, bill, receipt"),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, current: list[str], **kwargs):
        super().__init__(data, initial={"words": "\n".join(current), "seen": lines_state(current)}, **kwargs)
        self.current = current

    def clean_words(self):
        lines = []
        for line in self.cleaned_data["words"].splitlines():
            words = list(dict.fromkeys(" ".join(word.split()) for word in line.split(",") if word.strip()))
            text = ", ".join(words)
            if len(words) == 1:
                raise forms.ValidationError(
                    _("“%(line)s” stands alone: write at least two words a line") % {"line": text}
                )
            if len(text) > 200:
                raise forms.ValidationError(
                    _("A line can have 200 characters: split “%(line)s…”") % {"line": text[:40]}
                )
            lines += [text] if words else []
        return lines

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("seen") != lines_state(self.current):
            self.add_error(None, _("Somebody else has changed the synonyms meanwhile. Compare below, then save again."))
        return cleaned


def lines_state(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
