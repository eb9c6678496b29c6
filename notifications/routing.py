"""The addresses of our WebSockets."""

from django.urls import path

from .consumers import DeskConsumer


def websocket_urlpatterns(counts_for):
    """List the routes; `counts_for(user) -> dict` says what a person is told when they connect."""
    return [path("ws/desk/", DeskConsumer.as_asgi(counts_for=counts_for))]
