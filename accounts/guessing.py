"""How often a password or a code may be guessed: who is locked out by wrong tries, until when, and who is not.

Wrong tries count by account and network, so that nobody's tries lock somebody elsewhere out, and by account from all
networks together, against many machines. A device that the person is or was signed in on has a count of its own:
strangers do not lock it out. An account is an address as it was typed: whether somebody has it is not looked up, so
that known and unknown ones are locked alike.
"""

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from .devices import known_device
from .limits import Limit, as_key, hour_with_zone, network

QUARTER, HOUR, DAY = 15 * 60, 60 * 60, 24 * 60 * 60  # seconds

PASSWORDS = Limit("passwords", tries=10, seconds=QUARTER)  # for an account, from one network or known device
PASSWORDS_OF_STRANGERS = Limit("passwords-of-strangers", tries=100, seconds=HOUR)
# Whoever comes so far knows the password. A code has a million values: thirty a day find it within a year once in 90.
CODES = Limit("codes", tries=5, seconds=QUARTER)
CODES_A_DAY = Limit("codes-a-day", tries=30, seconds=DAY)
TOLD = Limit("guessing-told", tries=1, seconds=HOUR)  # a second lock in an hour is the same attack


class Attempt:
    """A password or a code that somebody tries.

    It counts from the beginning, so that tries at the same time are not all let through, until `was_right` takes it
    back. Raises `ValidationError`, which says until when, where too many were wrong: then nothing may be looked at.
    """

    def __init__(self, account, counts):
        self._account, self._counts = account, counts
        for limit, who in counts:
            if limit.count(who) > limit.tries:
                raise ValidationError(self._until(), code="locked")

    @classmethod
    def of_password(cls, request, email):
        account = _account(email)
        if device := _device(request, email):
            return cls(account, [(PASSWORDS, f"{account}:{device}")])
        here = f"{account}:{network(request)}"
        return cls(account, [(PASSWORDS, here), (PASSWORDS_OF_STRANGERS, account)])

    @classmethod
    def of_code(cls, request, email):
        account = _account(email)
        who = f"{account}:{_device(request, email)}"
        return cls(account, [(CODES, who), (CODES_A_DAY, who)])

    def was_right(self) -> None:
        for limit, who in self._counts:
            limit.take_back(who)

    def was_wrong(self) -> bool:
        """Tell whether this was one too many and the person should hear of it: once a lock."""
        kind = self._counts[0][0].name
        return any(limit.is_reached(who) for limit, who in self._counts) and TOLD.count(f"{self._account}:{kind}") == 1

    def _until(self):
        ends = max(limit.ends_at(who) for limit, who in self._counts if limit.is_reached(who))
        sentence = _("Too many wrong tries. You can try again after %(time)s, or ask an owner to lift the lock.")
        return sentence % {"time": hour_with_zone(ends)}


def lift(email) -> None:
    """Forget all wrong tries for the account: it is open again everywhere."""
    cache.set(_round(email), get_random_string(8), 2 * DAY)  # longer than any window


def _device(request, email) -> str:
    """Return what tells the device from strangers: that the person is signed in, or was; else an empty text."""
    if request.user.is_authenticated and request.user.email == _clean(email):
        return as_key(request.session.session_key)
    return known_device(request, _clean(email))


def _account(email) -> str:
    """Return the key of the account in its present round; every lifting begins another."""
    return f"{as_key(_clean(email))}:{cache.get(_round(email), '')}"


def _round(email):
    return f"guessing-round:{as_key(_clean(email))}"


def _clean(email):
    return email.strip().lower()
