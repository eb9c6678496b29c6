"""The desk, which speaks the person's own language."""

from django.urls import path

from ..views import (
    desk,
    desk_answers,
    desk_hand_over,
    desk_mail,
    desk_merge,
    desk_move,
    desk_tags,
    desk_ticket,
    files,
    settings,
    setup,
)

app_name = "desk"
urlpatterns = [
    path("", desk.queue, name="queue"),
    path("search/", desk.search, name="search"),
    path("counts/", desk.counts, name="counts"),
    path("settings/", settings.help_desk, name="settings"),
    path("settings/mail/", settings.mail_texts, name="mail_texts"),
    path("settings/mail/<slug:event>/<slug:language>/", settings.mail_text, name="mail_text"),
    path("setup/", setup.name, name="setup"),
    path("setup/category/", setup.category, name="setup_category"),
    path("setup/assistant/", setup.assistant, name="setup_assistant"),
    path("setup/done/", setup.done, name="setup_done"),
    path("mail/", desk_mail.mail, name="mail"),
    path("mail/release/", desk_mail.release, name="release"),
    path("mail/block/", desk_mail.block, name="block"),
    path("tickets/<bare_reference:number>/", desk.bare_reference),
    path("tickets/<reference:number>/", desk_ticket.ticket, name="ticket"),
    path("tickets/<reference:number>/files/", files.add_as_staff, name="add_files"),
    path("tickets/<reference:number>/files/<uuid:pk>/", files.download_as_staff, name="file"),
    path(
        "tickets/<reference:number>/files/<uuid:pk>/preview/",
        files.download_as_staff,
        {"preview": True},
        name="preview",
    ),
    path("tickets/<reference:number>/reply/", desk_ticket.reply, name="reply"),
    path("tickets/<reference:number>/note/", desk_ticket.note, name="note"),
    path("tickets/<reference:number>/assign/", desk_ticket.assign, name="assign"),
    path("tickets/<reference:number>/complete/", desk_ticket.complete, name="complete"),
    path("tickets/<reference:number>/reopen/", desk_ticket.reopen, name="reopen"),
    path("tickets/<reference:number>/spam/", desk_ticket.spam, name="spam"),
    path("tickets/<reference:number>/undo/", desk_ticket.undo, name="undo"),
    path("tickets/<reference:number>/revoke/", desk_ticket.revoke, name="revoke"),
    path("tickets/<reference:number>/move/", desk_move.move, name="move"),
    path("tickets/<reference:number>/tags/", desk_tags.tags, name="tags"),
    path("tickets/<reference:number>/answers/", desk_answers.answers, name="answers"),
    path("tickets/<reference:number>/hand-over/", desk_hand_over.hand_over, name="hand_over"),
    path("tickets/<reference:number>/merge/", desk_merge.merge, name="merge"),
    path("tickets/<reference:number>/unmerge/", desk_merge.unmerge, name="unmerge"),
]
