"""With every browser closed a mail says that tickets wait; with one open it does not."""

from . import steps


def test_who_has_the_desk_closed_is_told_by_mail_and_who_has_it_open_is_not(desk_server, open_browser):
    awake, asleep = (desk_server.stage("night_watch", name=name) for name in ("awake", "asleep"))
    page = open_browser("awake")
    page.goto("/desk/")
    steps.expect_live(page)

    for category in ("awake", "asleep"):
        desk_server.stage("long_wait", category=category)

    mail = desk_server.mailbox.wait_for(asleep)
    assert mail.subject == "1 ticket waits and nobody has the admin panel open"
    assert "asleep: 1 ticket, since" in mail.text
    assert desk_server.mailbox.to(awake) == []  # both would have been told in the same look round
