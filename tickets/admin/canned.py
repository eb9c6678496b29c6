"""Prepared answers."""

from django.contrib import admin
from django.db.models import Prefetch
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from accounts.admin import FencedAdmin

from ..canned import unknown_placeholders
from ..models import CannedResponse, Category, FieldDefinition
from .fences import CategoryFilter, OwnFiltersOnly
from .texts import TextsForm


class CannedResponseForm(TextsForm):
    class Meta:
        widgets = {"categories": CheckboxSelectMultiple}

    def clean(self):
        """Refuse placeholders that no ticket could ever fill."""
        cleaned = super().clean()
        if "categories" not in cleaned:
            return cleaned
        categories = {category.pk for category in cleaned["categories"]}
        if self.instance.pk:
            # Those that are not on the form, because they are hidden, stay the response's.
            categories |= set(
                self.instance.categories.exclude(pk__in=self.fields["categories"].queryset).values_list("pk", flat=True)
            )
        keys = FieldDefinition.objects.keys_of(categories)
        for name in ("text_en", "text_tr"):
            if unknown := unknown_placeholders(cleaned.get(name), keys):
                keys = ", ".join(f"{{{key}}}" for key in unknown)
                self.add_error(name, _("No field of these categories fills in %(keys)s.") % {"keys": keys})
        return cleaned


@admin.register(CannedResponse)
class CannedResponseAdmin(OwnFiltersOnly, FencedAdmin, TranslationAdmin):
    category_path = category_lookup = "categories"
    form = CannedResponseForm
    fields = ["title", "text", "categories", "after_send", "position", "is_archived"]
    list_display = ["title", "known_categories", "after_send", "position", "is_archived"]
    list_editable = ["position"]
    list_filter = [CategoryFilter, "after_send", "is_archived"]
    search_fields = ["title", "text_en", "text_tr"]

    def get_queryset(self, request):
        known = Category.objects.visible_to(request.user)
        return super().get_queryset(request).prefetch_related(Prefetch("categories", known, to_attr="known"))

    def has_delete_permission(self, request, obj=None):
        """Archived instead: it may also be a response of categories this person does not know of."""
        return False

    @admin.display(description=_("categories"))
    def known_categories(self, obj):
        return ", ".join(category.name for category in obj.known)
