"""Customer pages; each also lives under the prefix of the other languages."""

from django.urls import path

from ..views import customer, customer_status, customer_ticket

app_name = "customer"
urlpatterns = [
    path("", customer.home, name="home"),
    path("help/<slug:slug>/", customer.category, name="category"),
    path("help/<slug:slug>/check/", customer.check, name="check"),
    path("sent/<str:token>/", customer.sent, name="sent"),
    path("status/", customer_status.status, name="status"),
    path("t/<str:token>/", customer_ticket.link, name="link"),
    path("tickets/<bare_reference:number>/", customer_ticket.bare_reference),
    path("tickets/<reference:number>/", customer_ticket.ticket, name="ticket"),
    path("tickets/<reference:number>/reply/", customer_ticket.reply, name="reply"),
    path("tickets/<reference:number>/solved/", customer_ticket.solved, name="solved"),
    path("tickets/<reference:number>/reopen/", customer_ticket.reopened, name="reopen"),
]
