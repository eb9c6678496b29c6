"""The cache on Redis. Only limits and who is with a ticket live in it, so Redis being down must not fail a page: the
cache then counts as empty."""

import logging

from django.core.cache.backends import redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class RedisCache(redis.RedisCache):
    """Django's, for what limits ask: while Redis is down nothing is found and everything can be added."""

    def add(self, *args, **kwargs):
        return _ask(True, super().add, *args, **kwargs)

    def get(self, key, default=None, version=None):
        return _ask(default, super().get, key, default, version)

    def get_many(self, *args, **kwargs):
        return _ask({}, super().get_many, *args, **kwargs)

    def set(self, *args, **kwargs):
        return _ask(None, super().set, *args, **kwargs)

    def delete(self, *args, **kwargs):
        return _ask(False, super().delete, *args, **kwargs)

    def incr(self, key, delta=1, version=None):
        return _ask(delta, super().incr, key, delta, version)


def _ask(otherwise, method, *args, **kwargs):
    """Return what `method` answers, or `otherwise` where Redis does not."""
    try:
        return method(*args, **kwargs)
    except RedisError as error:
        logger.warning("nothing is cached, Redis does not answer: %s", error)
        return otherwise
