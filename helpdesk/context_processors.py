"""What every template may name."""

from django.conf import settings
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_info

from tickets.models import HelpDesk


def site(request):
    """Add `help_desk`, `site_name`; `languages`, which is this page in the others: dicts of code, name_local, url; and
    `canonical` with `versions`, the whole address without its query and the same in every language: code, url.

    What is about languages is worked out when it is used, and empty on pages that have one address for all of them.
    """
    desk = SimpleLazyObject(HelpDesk.current)
    name = SimpleLazyObject(lambda: desk.name or settings.SITE_NAME)
    return {
        "help_desk": desk,
        "site_name": name,
        "languages": SimpleLazyObject(lambda: _other_languages(request)),
        "canonical": settings.SITE_URL + request.path,
        "versions": SimpleLazyObject(lambda: _versions(request)),
    }


def _versions(request):
    urls = {code: translate_url(request.path, code) for code, _ in settings.LANGUAGES}
    return [{"code": code, "url": settings.SITE_URL + url} for code, url in urls.items()]


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
