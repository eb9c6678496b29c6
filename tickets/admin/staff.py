"""The people who work here."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import category_q
from accounts.models import CategoryAssignment, User

from .. import services
from ..models import Category
from .fences import CategoryFilter, OwnFiltersOnly


class StaffForm(forms.ModelForm):
    by: User  # the owner who fills it in; set on the class that is made for their request

    categories = forms.ModelMultipleChoiceField(
        Category.objects.none(),
        label=_("Categories"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("An assistant sees these only. Owners see all but those for named people, which are assigned too."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["categories"]
        field.queryset = Category.objects.visible_to(self.by)
        if self.instance.pk:
            field.initial = field.queryset.filter(assignments__user=self.instance)

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            self._keep_an_owner(cleaned)
            self._keep_somebody_in_categories(cleaned)
            self._keep_who_alone_sees_tickets(cleaned)
        return cleaned

    def _keep_an_owner(self, cleaned):
        is_active, role = cleaned.get("is_active"), cleaned.get("role")
        if self.instance == self.by and not is_active:
            self.add_error("is_active", _("You cannot lock yourself out."))
        # Locked until the save is done: two owners demoting each other at once must not both succeed.
        owners = User.objects.active_owners().order_by("pk").select_for_update()
        if {owner.pk for owner in owners} == {self.instance.pk} and not (is_active and role == User.Role.OWNER):
            self.add_error("role", _("This is the last active owner. Make somebody else an owner first."))

    def _keep_somebody_in_categories(self, cleaned):
        """What is for named people only would vanish for good with the last of them."""
        chosen = set(cleaned.get("categories", ()))
        for category in self.fields["categories"].initial or ():
            others = category.assignments.exclude(user=self.instance).filter(user__is_active=True)
            if category.named_only and category not in chosen and not others.exists():
                sentence = _("Nobody else is in “%(category)s”, which is for named people only. Add somebody first.")
                self.add_error("categories", sentence % {"category": category})

    def _keep_who_alone_sees_tickets(self, cleaned):
        """Another owner can not see those categories, so the refusal names none."""
        if self.instance == self.by or not self.instance.is_active:
            return
        demoted = self.instance.is_owner and cleaned.get("role") != User.Role.OWNER
        if (demoted or not cleaned.get("is_active")) and _is_alone_somewhere(self.instance):
            field = "role" if cleaned.get("is_active") else "is_active"
            self.add_error(field, _("Only this person sees some of the tickets. They have to hand over first."))


@admin.register(User)
class StaffAdmin(OwnFiltersOnly, admin.ModelAdmin):
    category_lookup = "assignments__category"
    form = StaffForm
    fields = ["name", "email", "role", "language", "categories", "is_active"]
    list_display = ["name", "email", "role", "is_active", "known_categories"]
    list_filter = ["role", "is_active", CategoryFilter]
    search_fields = ["name", "email"]
    actions = ["show_one_time_link", "lift_lock"]

    def get_queryset(self, request):
        known = CategoryAssignment.objects.filter(category_q(request.user)).select_related("category")
        return super().get_queryset(request).prefetch_related(Prefetch("assignments", known, to_attr="known"))

    def get_fieldsets(self, request, obj=None):
        fields = self.fields if obj else [name for name in self.fields if name != "is_active"]
        keeps = _("Only they themself change their e-mail address now that they have a password.")
        return [(None, {"fields": fields, "description": keeps if self.get_readonly_fields(request, obj) else None})]

    def get_readonly_fields(self, request, obj=None):
        """Once somebody has a password only they change their address: with it, another owner could ask for a new
        password and read what is for named people only."""
        return ["email"] if obj and obj.has_usable_password() else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def has_delete_permission(self, request, obj=None):
        """Locked out instead: their work is kept."""
        return False

    def save_model(self, request, obj, form, change):
        if not change:
            services.add_person(user=obj, by=request.user)
            return
        services.save_person(user=obj, by=request.user)
        if "is_active" in form.changed_data:
            services.set_active(user=obj, is_active=obj.is_active, by=request.user)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        services.set_assignments(user=form.instance, categories=form.cleaned_data["categories"], by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        _tell_link(request, obj)
        return super().response_add(request, obj, post_url_continue)

    @admin.action(description=_("Show a new one-time link to choose a password"), permissions=["change"])
    def show_one_time_link(self, request, queryset):
        for person in queryset:
            if person.is_active and not person.has_usable_password():
                _tell_link(request, person)
            else:
                sentence = gettext(
                    "%(name)s needs no such link: “Forgot your password?” stands below the sign-in form."
                )
                messages.warning(request, sentence % {"name": person})

    @admin.action(description=_("Lift the lock after too many wrong tries"), permissions=["change"])
    def lift_lock(self, request, queryset):
        for person in queryset:
            services.lift_lock(user=person, by=request.user)
            sentence = gettext("%(name)s can try to sign in again at once.")
            messages.success(request, sentence % {"name": person})

    @admin.display(description=_("categories"))
    def known_categories(self, obj):
        return ", ".join(assignment.category.name for assignment in obj.known)


def _is_alone_somewhere(person) -> bool:
    """Tell whether a category for named people only has no active person but this one."""
    others = CategoryAssignment.objects.filter(category=OuterRef("category"), user__is_active=True)
    alone = CategoryAssignment.objects.exclude(Exists(others.exclude(user=person)))
    return alone.filter(user=person, category__named_only=True).exists()


def _tell_link(request, person):
    sentence = gettext("Give %(name)s this link to choose a password; it works once, for 3 days: %(link)s")
    messages.info(request, sentence % {"name": person, "link": services.show_link(user=person, by=request.user)})
