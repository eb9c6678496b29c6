"""What is new in the FAQ, for feed readers: one feed for each language."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..markdown import render_markdown
from ..models import Entry

NEWEST = 20


class NewEntries(Feed):
    """The entries published last. Every address begins with SITE_URL, whatever host was asked."""

    def title(self):
        return _("New answers")

    def description(self):
        return _("Questions that were answered here last.")

    def link(self):
        return settings.SITE_URL + reverse("faq:index")

    def feed_url(self):
        return settings.SITE_URL + reverse("faq:feed")

    def items(self):
        return Entry.objects.published().newest_first()[:NEWEST]

    def item_title(self, item):
        return item.question

    def item_description(self, item):
        return render_markdown(item.answer)

    def item_link(self, item):
        return settings.SITE_URL + item.get_absolute_url()

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.updated_at


feed = login_not_required(require_safe(NewEntries()))
