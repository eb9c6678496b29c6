"""What a person sets for themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import User


class PreferencesForm(forms.ModelForm):
    """Checks only; `preferences.save_preferences` writes."""

    class Meta:
        model = User
        fields = ["theme", "density", "after_send", "undo_seconds", "single_keys", "is_away", "language"]
        widgets = {
            "theme": forms.RadioSelect,
            "density": forms.RadioSelect,
            "after_send": forms.RadioSelect,
            "language": forms.RadioSelect,
        }
        labels = {
            "theme": _("Colours"),
            "density": _("Rows of a list"),
            "after_send": _("After sending"),
            "undo_seconds": _("Seconds in which a reply can be undone"),
            "single_keys": _("Single letters are keys"),
            "is_away": _("I am away"),
            "language": _("Language of the admin panel"),
        }
        help_texts = {
            "undo_seconds": _("From 10 to 60. Empty: as set for this help desk."),
            "single_keys": _("Such as j and k to move in a list. They never act while you type in a field."),
            "is_away": _("Colleagues read “away” beside your name. You can go on working."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name != "undo_seconds" and not isinstance(field, forms.BooleanField):
                field.error_messages["required"] = _("Choose one of these.")
                field.error_messages["invalid_choice"] = _("Choose one of these.")
        seconds = self.fields["undo_seconds"]
        wrong = _("Undo seconds must be a whole number from 10 to 60, or empty.")
        seconds.error_messages |= {"invalid": wrong, "min_value": wrong, "max_value": wrong}


class AlertsForm(forms.ModelForm):
    """Checks only; `preferences.save_preferences` writes."""

    class Meta:
        model = User
        fields = ["check_every", "only_at_check", "chime", "volume", "ring_again", "mail_after"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("check_every", "chime", "ring_again", "mail_after"):
            self.fields[name].error_messages |= {
                "required": _("Choose one of these."),
                "invalid_choice": _("Choose one of these."),
            }
        wrong = _("The volume must be a whole number from 0 to 100.")
        volume = self.fields["volume"]
        volume.error_messages |= dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong)
        for validator in volume.validators:
            validator.message = wrong


class SwitchForm(forms.ModelForm):
    """One quick switch of the person's menu: any of these, each by itself."""

    class Meta:
        model = User
        fields = ["theme", "density", "is_away"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(self.data):
            del self.fields[name]
