"""Pushing never fails the request that pushes."""

import asyncio
import threading

import pytest
from channels.layers import get_channel_layer

from notifications import push


class BrokenLayer:
    async def group_send(self, group, message):
        raise ConnectionError("Redis is away")


class SilentLayer:
    async def group_send(self, group, message):
        await asyncio.Event().wait()


@pytest.fixture(autouse=True)
def _no_server(monkeypatch):
    monkeypatch.setattr(push, "_server_loop", None)


@pytest.fixture
def server_loop(monkeypatch):
    """Run an event loop in a thread, as the web process does."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    monkeypatch.setattr(push, "_server_loop", loop)
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.mark.parametrize("layer", [BrokenLayer(), SilentLayer(), None])
def test_a_push_that_fails_is_logged_and_does_not_raise(layer, monkeypatch, caplog):
    monkeypatch.setattr(push, "get_channel_layer", lambda: layer)
    monkeypatch.setattr(push, "PATIENCE", 0.05)
    push.push({1: {"type": "counts"}})
    assert "pushed" in caplog.text


def test_no_frames_need_no_layer(monkeypatch, caplog):
    monkeypatch.setattr(push, "get_channel_layer", lambda: BrokenLayer())
    push.push({})
    assert not caplog.records


def test_a_push_beside_a_server_does_not_wait_for_the_layer(server_loop, monkeypatch):
    monkeypatch.setattr(push, "get_channel_layer", lambda: SilentLayer())
    push.push({1: {"type": "counts"}})  # returns, though the layer never will
    asyncio.run_coroutine_threadsafe(_cancel_sending(), server_loop).result(5)


async def _cancel_sending():
    for task in push._sending:
        task.cancel()
    await asyncio.gather(*push._sending, return_exceptions=True)


def test_a_push_beside_a_server_is_sent_on_its_loop(server_loop):
    async def listen():
        layer = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(push.GROUP, channel)
        return layer, channel

    layer, channel = asyncio.run_coroutine_threadsafe(listen(), server_loop).result(5)
    shared = {"waiting": 2}
    push.push({7: {"waiting": 1}, 8: shared, 9: shared})
    message = asyncio.run_coroutine_threadsafe(_first(layer, channel), server_loop).result(5)
    assert message == {
        "type": "desk.tell",
        "frames": [['{"waiting": 1}', [7]], ['{"waiting": 2}', [8, 9]]],
        "as_of": None,
    }


async def _first(layer, channel):
    message = await asyncio.wait_for(layer.receive(channel), 5)
    await layer.flush()
    return message


def test_a_push_after_the_server_stopped_does_not_raise(server_loop):
    server_loop.call_soon_threadsafe(server_loop.stop)
    while server_loop.is_running():
        pass
    push.push({1: {"type": "counts"}})


def test_the_layer_is_reachable_or_not(monkeypatch):
    assert push.reachable()
    monkeypatch.setattr(push, "get_channel_layer", lambda: BrokenLayer())
    assert not push.reachable()
    monkeypatch.setattr(push, "get_channel_layer", lambda: SilentLayer())
    assert not push.reachable(seconds=0.05)
