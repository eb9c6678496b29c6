"""Periods of whole days, in the help desk's time zone."""

from datetime import date, datetime, timedelta

from django.utils import timezone


def days_ago(days: int) -> date:
    """Return the day after which the last `days` days lie, today among them."""
    return timezone.localdate() - timedelta(days=days)


def start_of(days: int) -> datetime:
    """Return when the first of the last `days` days began."""
    first = days_ago(days) + timedelta(days=1)
    return timezone.make_aware(datetime(first.year, first.month, first.day))
