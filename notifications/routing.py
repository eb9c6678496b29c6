"""The addresses of our WebSockets."""

from django.urls import path

from .consumers import desk_socket


def websocket_urlpatterns(counts_for):
    """List the routes; `counts_for(user) -> dict | None` says what a person is told when they connect, or that they
    may not."""
    return [path("ws/desk/", desk_socket(counts_for))]
