"""The cache on Redis. Only limits and what is quickly found again live in it, so Redis being away must not fail a page,
nor hold one up: each process then keeps a cache of its own, in which limits go on to count."""

import logging

from django.core.cache.backends import redis
from django.core.cache.backends.locmem import LocMemCache
from redis.exceptions import RedisError

from notifications.breaker import redis_breaker

logger = logging.getLogger(__name__)

MOST_KEPT = 10_000  # entries, while Redis is away


def _or_own(name):
    """Return the method of that name, asked of Redis or, where it does not answer, of this process's own cache."""

    def method(self, *args, **kwargs):
        if redis_breaker.allows():
            try:
                answer = getattr(redis.RedisCache, name)(self, *args, **kwargs)
            except RedisError as error:
                redis_breaker.failed()
                logger.warning("Redis does not answer, this process counts for itself: %s", type(error).__name__)
            except Exception:  # it did answer
                redis_breaker.succeeded()
                raise
            else:
                redis_breaker.succeeded()
                return answer
        return getattr(self._own, name)(*args, **kwargs)

    return method


class RedisCache(redis.RedisCache):
    def __init__(self, server, params):
        super().__init__(server, params)
        self._own = LocMemCache("while-redis-is-away", {"OPTIONS": {"MAX_ENTRIES": MOST_KEPT}})

    add = _or_own("add")
    get = _or_own("get")
    get_many = _or_own("get_many")
    set = _or_own("set")
    delete = _or_own("delete")
    incr = _or_own("incr")
