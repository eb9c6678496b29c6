"""The owners' settings: Django's admin site, for what is ours to configure and for nobody else."""

from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

OURS = ("accounts", "faq", "tickets")


class SettingsSite(AdminSite):
    site_header = site_title = _("Admin panel – settings")
    index_title = _("Settings")
    site_url = "/desk/"

    def register(self, model_or_iterable, admin_class=None, **options):
        """Take what is ours only: tables that packages register would go round the access policy."""
        models = model_or_iterable if isinstance(model_or_iterable, list | tuple) else [model_or_iterable]
        super().register([model for model in models if model._meta.app_label in OURS], admin_class, **options)

    def admin_view(self, view, cacheable=False):
        """Lead staff who are no owners to the desk; anonymous visitors go to sign in."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def admit(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                return redirect("desk:queue")
            if "%00" in request.META["QUERY_STRING"]:
                raise BadRequest("NUL in a filter, which PostgreSQL refuses with an error")
            return inner(request, *args, **kwargs)

        return admit

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """Sign in where all staff do; Django's own form would go round the second factor."""
        if request.user.is_authenticated and not self.has_permission(request):
            return redirect("desk:queue")
        return secure_admin_login(super().login)(request, extra_context)

    def logout(self, request, extra_context=None):
        """Sign out as everywhere; Django's own page follows."""
        if request.method == "POST" and request.user.is_authenticated:
            get_adapter(request).logout(request)
        return super().logout(request, extra_context)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def get_urls(self):
        # Without Django's way to a row's page, which tells of every row in every table that has an address.
        unfenced = "r/<path:content_type_id>/<path:object_id>/"
        return [url for url in super().get_urls() if str(url.pattern) != unfenced]
