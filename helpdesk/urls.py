"""Every address. Customer pages come in each language; the desk speaks the person's own."""

from allauth.mfa import urls as mfa_urls
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from accounts import passkeys
from accounts import views as account_views
from accounts.audited import second_factors_noted
from faq.urls import desk as faq_desk
from tickets.counts import filed_since

from . import installed, sitemaps, views

handler400 = "helpdesk.views.bad_request"
handler500 = "helpdesk.views.server_error"

in_place_of_allauths = [
    re_path("^(?:email|confirm-email)/", views.not_found),  # staff addresses are the owners' business
    path("2fa/webauthn/login/", passkeys.sign_in, name="mfa_login_webauthn"),
    path("2fa/", include(second_factors_noted(mfa_urls.urlpatterns))),
    path("sessions/", account_views.sessions, name="usersessions_list"),
]
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sw.js", installed.service_worker, name="service_worker"),
    path("desk/app.webmanifest", installed.manifest, name="manifest"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("accounts/", include(in_place_of_allauths)),
    path("accounts/", include("allauth.urls")),
    path("desk/", include("accounts.urls")),
    path("desk/faq/", include((faq_desk.patterns(tickets_filed=filed_since), faq_desk.app_name))),
    path("desk/", include("tickets.urls.desk")),
    # Where entries were written once.
    path("admin/faq/entry/", RedirectView.as_view(pattern_name="faq_desk:entries")),
    path("admin/faq/entry/add/", RedirectView.as_view(pattern_name="faq_desk:new_entry")),
    path("admin/faq/entry/<int:pk>/change/", RedirectView.as_view(pattern_name="faq_desk:edit_entry")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("faq/", include("faq.urls.public")),
        path("", include("tickets.urls.customer")),
        prefix_default_language=False,
    ),
]
