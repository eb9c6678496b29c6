"""Cookies of packages whose name no setting chooses."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class MessagesCookie(CookieStorage):
    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class Messages(FallbackStorage):
    """Sentences for the next page, in a cookie as long as they fit there; a stranger's get no row where they do not."""

    storage_classes = (MessagesCookie, SessionStorage)

    def _store(self, messages, response, *args, **kwargs):
        if not self.request.user.is_authenticated:
            self.storages[0]._store(messages, response)  # drops the oldest
            return []
        return super()._store(messages, response, *args, **kwargs)
