"""The fences inside Django's admin site. It is for owners (`User.has_perm`), but a category for named people only
stays hidden there too, with everything in it, from an owner who is not one of them."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Q

from . import audit
from .access import category_q

# A mixin, but checked as what it is mixed into.
_Admin: Any = admin.ModelAdmin if TYPE_CHECKING else object


def _is_category(field) -> bool:
    """Tell whether a relation leads to the categories (by name: accounts imports nothing of ours)."""
    return bool(field.remote_field) and field.remote_field.model._meta.label == "tickets.Category"


def _path_to_category(db_field) -> str | None:
    """Return how the rows that a relation offers lead to their category; None if they belong to none."""
    if _is_category(db_field):
        return "pk"
    own = {field.name: field for field in db_field.related_model._meta.fields}
    return "category" if "category" in own and _is_category(own["category"]) else None


class FencedAdmin(_Admin):
    """Mixin, named first, for the admin or inline of what belongs to a category, `TranslationAdmin` included.

    Rows, pickers and what is saved keep to the categories the person may know of. `category_path` leads from the
    row to its category: ``"pk"`` for categories themselves, ``"field__category"`` through a relation.
    Filter the list with ``("category", FencedListFilter)``: Django's own filter names every category.
    """

    category_path = "category"

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        # A subquery, not a join: many-to-many paths would repeat rows, and the admin can not delete from DISTINCT.
        allowed = self.model._default_manager.filter(category_q(request.user, self.category_path))
        return rows.filter(pk__in=allowed.order_by().values("pk"))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs = self._fenced(db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs = self._fenced(db_field, request, kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(self, request, form, formsets, change):
        """Keep the hidden categories of a row: they were not on the form, so saving it must not remove them."""
        for field in form._meta.model._meta.many_to_many:
            if field.name in form.cleaned_data and _is_category(field):
                visible = category_q(request.user, "pk")
                hidden = getattr(form.instance, field.name).exclude(visible)
                form.cleaned_data[field.name] = [*form.cleaned_data[field.name], *hidden]
        super().save_related(request, form, formsets, change)

    def _fenced(self, db_field, request, kwargs):
        to_categories = _path_to_category(db_field)
        if to_categories is None:
            return kwargs
        rows = kwargs.get("queryset")
        if rows is None:
            rows = self.get_field_queryset(kwargs.get("using"), db_field, request)
        if rows is None:
            rows = db_field.remote_field.model._default_manager.all()
        allowed = category_q(request.user, to_categories)
        if to_categories != "pk" and db_field.related_model._meta.get_field("category").null:
            allowed |= Q(category=None)
        return kwargs | {"queryset": rows.filter(allowed)}


class AuditedAdmin(_Admin):
    """Mixin, named first, for the admin of categories or of what belongs to one: what is saved is noted."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        changed = audit.changes(form)
        for rows in formsets:
            if n := len(rows.new_objects) + len(rows.changed_objects) + len(rows.deleted_objects):
                changed[rows.model._meta.model_name] = [None, n]
        if changed or not change:
            row = form.instance
            what = f"{row._meta.model_name}-{'changed' if change else 'added'}"
            category, key = (row, row.slug) if self.category_path == "pk" else (row.category, row.key)
            audit.note(audit.Kind.SETTINGS, what, actor=request.user, category=category, key=key, changed=changed)


class FencedListFilter(admin.RelatedFieldListFilter):
    """The list filter "by category" that names only the categories the person may know of."""

    def field_choices(self, field, request, model_admin):
        ordering = self.field_admin_ordering(field, request, model_admin)
        limit = category_q(request.user, "pk")
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=limit)
