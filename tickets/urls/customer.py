"""Customer pages; each also lives under the prefix of the other languages."""

from django.urls import path

from ..views import (
    customer,
    customer_asking,
    customer_links,
    customer_sent,
    customer_status,
    customer_ticket,
    files,
    privacy,
)

app_name = "customer"
urlpatterns = [
    path("", customer.home, name="home"),
    path("help/<slug:slug>/", customer.category, name="category"),
    path("help/<slug:slug>/check/", customer.check, name="check"),
    path("help/<slug:slug>/check/solved/", customer.entry_solved, name="entry_solved"),
    path("help/<slug:slug>/solved/", customer.solved, name="hint_solved"),
    path("sent/<str:token>/", customer_sent.sent, name="sent"),
    path("ask/", customer_asking.ask, name="ask"),
    path("ask/<str:token>/", customer_asking.confirm, name="confirm_asker"),
    path("status/", customer_status.status, name="status"),
    path("sent/<str:token>/address/", customer_sent.address, name="address"),
    path("t/<str:token>/", customer_links.link, name="link"),
    path("files/", files.add, name="add_files"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("my/", customer_links.my, name="my"),
    path("my/forget/", customer_links.forget, name="forget"),
    path("not-me/<str:token>/", customer_links.not_me, name="not_me"),
    path("tickets/<bare_reference:number>/", customer_ticket.bare_reference),
    path("tickets/<reference:number>/", customer_ticket.ticket, name="ticket"),
    path("tickets/<reference:number>/files/<uuid:pk>/", files.download, name="file"),
    path("tickets/<reference:number>/files/<uuid:pk>/preview/", files.download, {"preview": True}, name="preview"),
    path("tickets/<reference:number>/reply/", customer_ticket.reply, name="reply"),
    path("tickets/<reference:number>/solved/", customer_ticket.solved, name="solved"),
    path("tickets/<reference:number>/reopen/", customer_ticket.reopened, name="reopen"),
]
