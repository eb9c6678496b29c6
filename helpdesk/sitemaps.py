"""The pages that search engines may show, in every language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.urls import reverse
from django.views.decorators.http import require_safe

from faq.models import Entry
from tickets.models import Category


class Pages(Sitemap):
    """Pages with an address in each language. Addresses begin with SITE_URL, whatever host was asked."""

    i18n = alternates = x_default = True
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class Doors(Pages):
    def items(self):
        return ["customer:home", "faq:index"]

    def location(self, item):
        return reverse(item)


class Categories(Pages):
    def items(self):
        return Category.objects.open()

    def location(self, item):
        return reverse("customer:category", args=[item.slug])


class Entries(Pages):
    def items(self):
        return Entry.objects.published().for_links().order_by("pk")

    def lastmod(self, item):
        return item.updated_at


@login_not_required
@require_safe
def sitemap(request):
    """List home, the categories, and the FAQ with its entries."""
    maps: dict[str, type[Sitemap] | Sitemap] = {"doors": Doors, "categories": Categories, "entries": Entries}
    return sitemap_views.sitemap(request, maps)
