"""A browser's end of the desk's WebSocket, through the whole application."""

import json

from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from channels.layers import get_channel_layer
from django.conf import settings
from django.test import Client

from helpdesk import application

OURS = "http://localhost:8000"


def in_a_browser(talk):
    """Run the coroutine function `talk` and drop what the channel layer holds for this event loop."""

    async def run():
        try:
            await talk()
        finally:
            await get_channel_layer().flush()

    async_to_sync(run)()


class Browser(ApplicationCommunicator):
    """A browser's end of a socket (that of channels.testing cannot be imported without daphne)."""

    async def connect(self):
        await self.send_input({"type": "websocket.connect"})
        return (await self.receive_output(5))["type"] == "websocket.accept"

    async def say(self, **content):
        await self.send_input({"type": "websocket.receive", **content})

    async def ping(self):
        await self.say(text='{"type": "ping"}')

    async def hear(self):
        message = await self.receive_output(5)
        assert message["type"] == "websocket.send"
        return json.loads(message["text"])

    async def closed_with(self):
        message = await self.receive_output(5)
        assert message["type"] == "websocket.close"
        return message["code"]

    async def leave(self):
        await self.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wait(5)


def socket(user=None, origin=OURS, path="/ws/desk/", host="localhost:8000"):
    headers = [(b"host", host.encode())]
    if origin:
        headers.append((b"origin", origin.encode()))
    if user:
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={session_of(user)}".encode()))
    scope = {"type": "websocket", "scheme": "ws", "path": path, "query_string": b"", "headers": headers}
    return Browser(application.build(), scope)


def session_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
