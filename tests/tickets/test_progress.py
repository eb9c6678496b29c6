"""The steps a customer sees their ticket take."""

import pytest

from tickets import services
from tickets.progress import progress


@pytest.mark.parametrize(
    ("status", "done"),
    [("queued", [True, False, False]), ("assigned", [True, True, False]), ("completed", [True, True, True])],
)
def test_the_steps(ticket, cast, reload, status, done):
    if status != "queued":
        services.assign_to(ticket=ticket, user=cast.ana, instead_of=None)
    if status == "completed":
        services.complete(ticket=ticket, actor=cast.ana)
    now = progress(reload(ticket))
    assert [step.is_done for step in now.steps] == done
    assert [bool(step.reached_at) for step in now.steps] == done
    assert sum(step.is_current for step in now.steps) == 1


def test_a_reopened_ticket_shows_no_end(ticket, cast, reload):
    services.complete(ticket=ticket, actor=cast.ana)
    services.reopen(ticket=ticket)
    assert [bool(step.reached_at) for step in progress(reload(ticket)).steps] == [True, False, False]
