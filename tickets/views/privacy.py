"""What we keep, and which cookies there are."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import passkeys

from .. import links


@login_not_required
@require_safe
def privacy(request):
    return render(request, "tickets/customer/privacy.html", {"cookies": cookies()})


def cookies() -> list[dict[str, str]]:
    """List every cookie this site can set: its name, what for, and how long it lives."""
    month, session = _("30 days"), _("Until you close the browser")
    note = f"{settings.COOKIE_PREFIX}messages"
    rows = [
        (links.COOKIE, _("Opens the tickets whose private link you followed"), month),
        (links.ADDRESSES_COOKIE, _("Opens the list of your tickets after you followed its link"), month),
        (links.FILED_COOKIE, _("Lets you correct your address after sending a ticket"), month),
        (settings.CSRF_COOKIE_NAME, _("Makes sure that a form comes from our own page"), _("1 year")),
        (note, _("Carries one sentence to the next page, such as “Your message has reached us”"), session),
        (settings.SESSION_COOKIE_NAME, _("Keeps people who work here signed in"), _("14 days")),
        (f"{settings.COOKIE_PREFIX}device_…", _("Keeps strangers from locking out people who work here"), _("1 year")),
        (passkeys.COOKIE, _("Carries what a passkey has to sign while somebody signs in"), _("5 minutes")),
        ("typed …", _("Not a cookie: keeps what you type in this tab until you send it"), _("Until you close the tab")),
    ]
    return [{"name": name, "purpose": purpose, "lives": lives} for name, purpose, lives in rows]
