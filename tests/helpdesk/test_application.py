"""How requests share the process."""

import asyncio
import threading

from asgiref.sync import ThreadSensitiveContext
from django.conf import settings

from helpdesk.application import AT_ONCE, OneThreadHandler


def test_the_sockets_find_a_connection_beside_as_many_requests_as_run_at_once():
    if settings.ON_POSTGRESQL:
        assert AT_ONCE < settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"] == settings.DATABASE_POOL


def test_a_few_requests_run_at_once_and_the_others_wait_their_turn():
    handler, together = OneThreadHandler(), threading.Barrier(AT_ONCE, timeout=30)
    running, most = set(), []

    def answer(request):
        running.add(request)
        most.append(len(running))
        together.wait()
        running.remove(request)
        together.wait()
        return request

    async def ask(request):
        async with ThreadSensitiveContext():
            return await handler.get_response_async(request)

    async def ask_many():
        return await asyncio.gather(*(ask(number) for number in range(AT_ONCE * 3)))

    handler.get_response = answer
    assert asyncio.run(ask_many()) == list(range(AT_ONCE * 3))
    assert max(most) == AT_ONCE
