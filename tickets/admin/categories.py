"""Categories: their words, policy and links."""

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from accounts import audit
from accounts.admin import AuditedAdmin, FencedAdmin
from accounts.models import CategoryAssignment, User

from .. import services
from ..models import Category, RelatedLink
from .texts import WIDE, Overrides, TextsForm


class RelatedLinkInline(TranslationStackedInline):
    model = RelatedLink
    form = TextsForm
    fields = ["label", "url", "position"]
    formfield_overrides: Overrides = WIDE | {
        models.URLField: {"assume_scheme": "https", "widget": forms.URLInput(attrs={"class": "vLargeTextField"})}
    }
    extra = 0


@admin.register(Category)
class CategoryAdmin(AuditedAdmin, FencedAdmin, TranslationAdmin):
    category_path = "pk"
    form = TextsForm
    formfield_overrides = WIDE
    fieldsets = [
        (None, {"fields": ["name", "slug", "description", "position", "is_active"]}),
        (_("Who sees it"), {"fields": ["named_only", "people"]}),
        (_("The form"), {"fields": ["questions"]}),
        (_("Before they write"), {"fields": ["hints"]}),
        (_("Who answers"), {"fields": ["staff_note", "handed_to", "minutes_to_wait"]}),
        (_("How we help"), {"fields": ["covered", "hours_text", "promise_text"]}),
    ]
    readonly_fields = ["people", "questions"]
    inlines = [RelatedLinkInline]
    list_display = ["name", "slug", "position", "is_active", "named_only", "assigned"]
    list_editable = ["position"]
    list_filter = ["is_active"]
    sortable_by = ["slug", "position"]
    actions = None

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["name_en"]}

    def has_delete_permission(self, request, obj=None):
        """A category that was used stays: switch "open for new tickets" off instead."""
        return super().has_delete_permission(request, obj) and not (obj and is_used(obj))

    def get_deleted_objects(self, objs, request):
        """Its fields and links, which nothing else deletes, go with an unused category."""
        rows, counts, _missing, protected = super().get_deleted_objects(objs, request)
        return rows, counts, set(), protected

    def save_model(self, request, obj, form, change):
        closes = obj.named_only and (not change or "named_only" in form.changed_data)
        if closes:
            obj.named_only = False  # until the person is in it
        super().save_model(request, obj, form, change)
        if closes:
            services.keep_to_named_people(category=obj, by=request.user)
        else:
            services.category_changed(obj)

    def delete_model(self, request, obj):
        services.category_changed(obj)
        # It hides the entry from others if it was for named people only; else every owner may know.
        of = obj if obj.named_only else None
        audit.note(audit.Kind.SETTINGS, "category-removed", actor=request.user, category=of, key=obj.slug)
        super().delete_model(request, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "handed_to":
            kwargs["queryset"] = User.objects.filter(is_active=True).order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request):
        working = CategoryAssignment.objects.filter(user__is_active=True).select_related("user").order_by("user__name")
        return super().get_queryset(request).prefetch_related(Prefetch("assignments", working, to_attr="working"))

    @admin.display(description=_("assigned"))
    def assigned(self, obj):
        return ", ".join(assignment.user.name for assignment in obj.working) or _("nobody")

    @admin.display(description=_("people"))
    def people(self, obj):
        if not obj.pk:
            return _("Save the category, then choose its people on their own pages.")
        url = reverse("admin:accounts_user_changelist")
        return format_html('{} <a href="{}">{}</a>', self.assigned(obj), url, _("Change"))

    @admin.display(description=_("fields"))
    def questions(self, obj):
        if not obj.pk:
            return _("Save the category, then add its fields.")
        rows = format_html_join(
            "",
            '<li><a href="{}">{}</a> {} {}</li>',
            (
                (
                    reverse("admin:tickets_fielddefinition_change", args=[field.pk]),
                    field.label,
                    f"{{{field.key}}}",
                    _("archived") if field.is_archived else "",
                )
                for field in obj.fields.all()
            ),
        )
        add = reverse("admin:tickets_fielddefinition_add", query={"category": obj.pk})
        return format_html('<ol>{}</ol><a href="{}">{}</a>', rows, add, _("Add a field"))


def is_used(category) -> bool:
    return category.tickets.exists() or category.canned_responses.exists()
