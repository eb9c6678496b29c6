"""Lists by category where a row has several: only the categories that the person may know of are named, filtered by
and asked about."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import Category


class CategoryFilter(admin.SimpleListFilter):
    """ "By category". The list names the way to it, like ``category_lookup = "assignments__category"``."""

    title = _("category")
    parameter_name = "category"

    def lookups(self, request, model_admin):
        return [(category.slug, category.name) for category in Category.objects.visible_to(request.user)]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        chosen = Category.objects.visible_to(request.user).filter(slug=self.value())
        rows = self.model_admin.model._default_manager.filter(**{f"{self.model_admin.category_lookup}__in": chosen})
        return queryset.filter(pk__in=rows.values("pk"))

    def __init__(self, request, params, model, model_admin):
        self.model_admin = model_admin
        super().__init__(request, params, model, model_admin)


class OwnFiltersOnly:
    """Mixin: the list answers no filter but those it shows. Django's also takes any column in the address, and so would
    tell who is in a hidden category."""

    def lookup_allowed(self, lookup, value, request=None):
        shown = [getattr(item, "parameter_name", item) for item in self.list_filter]
        return lookup.removesuffix("__exact") in shown
