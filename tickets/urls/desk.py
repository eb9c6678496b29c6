"""The desk, which speaks the person's own language."""

from django.urls import path

from ..views import desk, desk_ticket

app_name = "desk"
urlpatterns = [
    path("", desk.queue, name="queue"),
    path("search/", desk.search, name="search"),
    path("counts/", desk.counts, name="counts"),
    path("tickets/<bare_reference:number>/", desk.bare_reference),
    path("tickets/<reference:number>/", desk_ticket.ticket, name="ticket"),
    path("tickets/<reference:number>/reply/", desk_ticket.reply, name="reply"),
    path("tickets/<reference:number>/note/", desk_ticket.note, name="note"),
    path("tickets/<reference:number>/assign/", desk_ticket.assign, name="assign"),
    path("tickets/<reference:number>/complete/", desk_ticket.complete, name="complete"),
    path("tickets/<reference:number>/reopen/", desk_ticket.reopen, name="reopen"),
    path("tickets/<reference:number>/spam/", desk_ticket.spam, name="spam"),
    path("tickets/<reference:number>/undo/", desk_ticket.undo, name="undo"),
]
