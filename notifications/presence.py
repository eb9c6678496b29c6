"""Who is looking at a ticket or writing on it just now. Kept in the cache, where it fades by itself.

Knows tickets and people by their ids only. Two reports in the same moment may lose one of them until the next: nothing
depends on it.
"""

from django.core.cache import cache

from . import clock

FADES_AFTER = 25  # seconds; browsers report every 10
STATES = ("viewing", "replying")


def report(ticket_id: int, user_id: int, state: str) -> bool:
    """Note what the person does with the ticket; any other word than `STATES` means that they have gone. Returns
    whether that is news."""
    people = _of(ticket_id)
    before = people.pop(user_id, None)
    if state in STATES:
        people[user_id] = (state, clock.timestamp())
    cache.set(_key(ticket_id), people, FADES_AFTER)
    return (before[0] if before else "") != (state if state in STATES else "")


def who(ticket_ids) -> dict[int, dict[int, str]]:
    """Map each of the tickets to the states of the people with it, by their id."""
    keys = {_key(ticket_id): ticket_id for ticket_id in ticket_ids}
    return {keys[key]: _alive(people) for key, people in cache.get_many(keys).items()}


def _of(ticket_id):
    people = cache.get(_key(ticket_id)) or {}
    return {user_id: seen for user_id, seen in people.items() if seen[1] > clock.timestamp() - FADES_AFTER}


def _alive(people):
    return {user_id: state for user_id, (state, at) in people.items() if at > clock.timestamp() - FADES_AFTER}


def _key(ticket_id):
    return f"presence-{ticket_id}"
