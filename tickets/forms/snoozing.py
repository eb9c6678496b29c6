"""Until when a ticket sleeps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications import clock

from ..snoozing import CHOICES, LONGEST, moment_of


class SnoozeForm(forms.Form):
    """One of the moments on offer, or a time of one's own; `cleaned_data["until"]` is the moment."""

    until = forms.ChoiceField(choices=CHOICES.items(), required=False)
    at = forms.DateTimeField(
        label=_("Date and time"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Enter a date and a time.")},
    )

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        until = moment_of(cleaned["until"]) if cleaned["until"] else cleaned["at"]
        if until is None:
            self.add_error("at", _("Choose until when."))
        elif until <= clock.now():
            self.add_error("at", _("That time is over. Choose one to come."))
        elif until > clock.now() + LONGEST:
            self.add_error("at", _("That is more than a year away. Choose an earlier time."))
        cleaned["until"] = until
        return cleaned

    @property
    def error(self):
        """The first sentence of what is wrong."""
        return next(iter(error for errors in self.errors.values() for error in errors), "")
