"""The questions of a category's form."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from accounts.admin import AuditedAdmin, FencedAdmin, FencedListFilter

from ..models import FieldChoice, FieldDefinition
from .texts import WIDE, Overrides, TextsForm

OFFERS_CHOICES = (FieldDefinition.Kind.CHOICE, FieldDefinition.Kind.CHOICES)
LAST = 100  # where a new field stands until it is given a place


class ChoicesFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        offered = [
            form for form in self.forms if form.cleaned_data.get("key") and not form.cleaned_data.get("is_archived")
        ]
        if self.instance.kind in OFFERS_CHOICES and not offered and not any(self.errors):
            raise ValidationError(_("A field of this kind needs at least one choice that is not archived."))


class FieldChoiceInline(FencedAdmin, TranslationStackedInline):
    model = FieldChoice
    form = TextsForm
    formset = ChoicesFormSet
    category_path = "field__category"
    formfield_overrides: Overrides = {models.CharField: {"widget": forms.TextInput(attrs={"size": 18})}}
    fields = ["label", "key", "position", "is_archived", "hint", "hint_entry", "times_solved"]
    readonly_fields = ["times_solved"]
    extra = 1
    verbose_name_plural = _("choices (for the kinds Choice and Several choices)")

    def get_prepopulated_fields(self, request, obj=None):
        return {"key": ["label_en"]}

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(solved_count=Count("solved"))

    @admin.display(description=_("Solved it"))
    def times_solved(self, choice):
        return choice.solved_count if choice.pk else 0

    def has_delete_permission(self, request, obj=None):
        """Archived instead: a form somebody is filling in may hold it."""
        return False


@admin.register(FieldDefinition)
class FieldDefinitionAdmin(AuditedAdmin, FencedAdmin, TranslationAdmin):
    form = TextsForm
    formfield_overrides = WIDE
    fieldsets = [
        (None, {"fields": ["category", "label", "key", "hint", "kind", "position", "is_archived"]}),
        (_("What is accepted"), {"fields": ["required", "allow_missing", "pattern", "error_text"]}),
        (_("When it is asked"), {"fields": ["shown_if", "shown_if_value"]}),
    ]
    inlines = [FieldChoiceInline]
    list_display = ["label", "key", "category", "kind", "required", "position", "is_archived"]
    list_editable = ["position"]
    list_filter = [("category", FencedListFilter), "is_archived"]
    list_select_related = ["category"]
    ordering = ["category__position", "category", "position", "pk"]
    sortable_by = ["key", "kind"]

    def get_changeform_initial_data(self, request):
        return {"position": LAST} | super().get_changeform_initial_data(request)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj and "shown_if" in form.base_fields:
            fields = form.base_fields["shown_if"]
            fields.queryset = fields.queryset.that_can_show(obj)
        return form

    def get_readonly_fields(self, request, obj=None):
        """Keep what tickets and canned responses know a field by."""
        return ["category", "key"] if obj else []

    def has_delete_permission(self, request, obj=None):
        """Archived instead, see the model."""
        return False
