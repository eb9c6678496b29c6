"""Where somebody is signed in: each sign-in is a row that can be ended, and is forgotten once it is over."""

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone

# What a user agent says it is, the more particular first: everybody claims to be somebody else as well.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
]


def sessions_of(user) -> models.QuerySet[UserSession]:
    """List where `user` is signed in, the newest first."""
    alive = Session.objects.filter(expire_date__gt=timezone.now())
    rows = UserSession.objects.filter(user=user, session_key__in=alive.values("session_key"))
    return rows.order_by("-created_at", "-pk")


def end_sessions(sessions) -> None:
    """Sign out where these are; the desks there close (see USERSESSIONS_ADAPTER)."""
    get_adapter().end_sessions(list(sessions))


def forget_ended_sessions() -> None:
    """Drop the sessions that are over, and what was noted of them."""
    with transaction.atomic():
        Session.objects.filter(expire_date__lt=timezone.now()).delete()
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def browser_of(session: UserSession) -> str:
    """Return which browser on which system, like ``Firefox, Linux``; what it says of itself where we know neither."""
    claims = session.user_agent
    known = [next((name for mark, name in table if mark in claims), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, known)) or claims[:80]
