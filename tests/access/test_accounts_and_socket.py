"""Who gets in otherwise: by an account of their own, or by the desk's socket."""

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from django.test import Client

from helpdesk.application import build

from .test_table import STAFF


def test_no_page_of_an_account_leads_to_addresses(sign_in, cast, client):
    pages = [client.get(f"/accounts/{path}") for path in ("login/", "password/reset/", "password/reset/done/")]
    cast.ana.set_password("a long pass phrase")
    cast.ana.save()
    ana = sign_in(cast.ana)
    pages += [ana.get(f"/accounts/{path}") for path in ("password/change/", "2fa/", "logout/", "reauthenticate/")]
    for page in pages:
        assert page.status_code == 200, page.request["PATH_INFO"]
        assert "/accounts/email/" not in page.text


def test_nobody_can_sign_up(client, db):
    page = client.get("/accounts/signup/")
    assert page.status_code in (200, 404)
    assert b'type="password"' not in page.content
    client.post("/accounts/signup/", {"email": "x@example.com", "password1": "a-long-pass-word-1"})
    assert client.get("/desk/").status_code != 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", sorted(STAFF | {"anonymous", "locked_out"}))
def test_the_socket_is_for_staff(cast, sign_in, who):
    browser = Client() if who == "anonymous" else sign_in(getattr(cast, who))
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())

    async def first_answer():
        socket = ApplicationCommunicator(build(), socket_scope(cookie))
        await socket.send_input({"type": "websocket.connect"})
        answer = await socket.receive_output()
        await socket.send_input({"type": "websocket.disconnect", "code": 1000})
        await socket.wait()
        return answer["type"]

    assert async_to_sync(first_answer)() == ("websocket.accept" if who in STAFF else "websocket.close")


def socket_scope(cookie):
    headers = {"origin": "http://localhost:8000", "host": "localhost:8000", "cookie": cookie}
    return {
        "type": "websocket",
        "path": "/ws/desk/",
        "query_string": b"",
        "subprotocols": [],
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
