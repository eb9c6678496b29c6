"""What every template may name."""

from django.conf import settings
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_info

from tickets.models import HelpDesk


def site(request):
    """Add `help_desk`, `site_name` and `languages`, which is this page in the others: dicts of code, name_local, url.

    `languages` is worked out when it is used, and empty on pages that have one address for all languages.
    """
    desk = SimpleLazyObject(HelpDesk.current)
    name = SimpleLazyObject(lambda: desk.name or settings.SITE_NAME)
    return {"help_desk": desk, "site_name": name, "languages": SimpleLazyObject(lambda: _other_languages(request))}


def _other_languages(request):
    if not getattr(request, "resolver_match", None):
        return []
    here = request.get_full_path()
    addresses = {code: translate_url(here, code) for code, _ in settings.LANGUAGES}
    return [
        {"code": code, "name_local": get_language_info(code)["name_local"], "url": url}
        for code, url in addresses.items()
        if url != here
    ]
