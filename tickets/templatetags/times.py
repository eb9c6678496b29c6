"""Points in time and spans of it as people say them."""

from datetime import timedelta

from django import template
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from notifications import clock

register = template.Library()


@register.filter
def moment(text):
    """Return the moment that an ISO time says, or None."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None


@register.filter
def when(moment):
    """Return a `<time>` element: "today 14:05", "yesterday 14:05", "12 October, 14:05", with the year if another."""
    local = timezone.localtime(moment)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), _said(local))


def _said(local) -> str:
    today, hour = timezone.localdate(), date_format(local, "TIME_FORMAT")
    if local.date() == today:
        return _("today %(time)s") % {"time": hour}
    if local.date() == today - timedelta(days=1):
        return _("yesterday %(time)s") % {"time": hour}
    if local.year == today.year:
        return _("%(date)s, %(time)s") % {"date": date_format(local, "MONTH_DAY_FORMAT"), "time": hour}
    return date_format(local, "DATETIME_FORMAT")


@register.filter
def waited(since) -> str:
    """Return how long it is since then, in at most two units: "under a minute", "12 min", "6 h 10 min", "3 d 4 h"."""
    minutes = max(0, int((clock.now() - since).total_seconds() // 60))
    hours, days = minutes // 60, minutes // 1440
    if days:
        return (_("%(days)d d %(hours)d h") if hours % 24 else _("%(days)d d")) % {"days": days, "hours": hours % 24}
    if hours:
        spoken = _("%(hours)d h %(minutes)d min") if minutes % 60 else _("%(hours)d h")
        return spoken % {"hours": hours, "minutes": minutes % 60}
    if minutes > 0:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("under a minute")
