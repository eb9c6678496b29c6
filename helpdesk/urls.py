"""Every address. Customer pages come in each language; the desk speaks the person's own."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from . import sitemaps, views

handler400 = "helpdesk.views.bad_request"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    # Staff addresses are the owners' business: allauth's own pages about them are not there.
    path("accounts/", include([re_path("^(?:email|confirm-email)/", views.not_found)])),
    path("accounts/", include("allauth.urls")),
    path("desk/", include("accounts.urls")),
    path("desk/faq/", include("faq.urls.desk")),
    path("desk/", include("tickets.urls.desk")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("faq/", include("faq.urls.public")),
        path("", include("tickets.urls.customer")),
        prefix_default_language=False,
    ),
]
