"""Cookies of packages whose name no setting chooses."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class MessagesCookie(CookieStorage):
    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class Messages(FallbackStorage):
    """Sentences for the next page, in a cookie as long as they fit there."""

    storage_classes = (MessagesCookie, SessionStorage)
