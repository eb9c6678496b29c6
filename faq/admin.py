"""Where the owner writes entries."""

from django.contrib import admin
from modeltranslation.admin import TranslationAdmin

from accounts.admin import FencedAdmin, FencedListFilter

from .models import LANGUAGES, Entry


@admin.register(Entry)
class EntryAdmin(FencedAdmin, TranslationAdmin):
    fields = ["question", "answer", "body", "category", "state", "is_pinned", "slug"]
    list_display = ["question", "category", "state", "updated_at"]
    list_filter = ["state", ("category", FencedListFilter)]
    list_select_related = ["category"]
    # By column: Django would order and search by the language shown.
    search_fields = ["slug", *[f"{name}_{code}" for name in ("question", "answer") for code in LANGUAGES]]
    sortable_by = ["state", "updated_at"]
    ordering = ["-updated_at"]

    def patch_translation_field(self, db_field, field, request, **kwargs):
        """Require no language by itself: `Entry.clean` asks for one of them."""
        super().patch_translation_field(db_field, field, request, **kwargs)
        if hasattr(db_field, "translated_field"):
            field.required = False

    def get_readonly_fields(self, request, obj=None):
        """Keep the address of a saved entry: links to it are out in mails."""
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": [f"question_{LANGUAGES[0]}"]}

    def get_deleted_objects(self, objs, request):
        """Name the entries only: their counters go with them, thousands of rows nobody would read."""
        _, counts, missing, protected = super().get_deleted_objects(objs, request)
        return [str(entry) for entry in objs], counts, missing, protected
