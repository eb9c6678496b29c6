"""Who may call a view. Anonymous visitors are led to sign in by Django's LoginRequiredMiddleware; whoever may
not know of a page gets the same 404 as for a page that does not exist."""

from functools import wraps

from django.http import Http404

from .access import is_active_staff


def staff_required(view):
    """Admit active staff."""
    return _admit(view, is_active_staff)


def owner_required(view):
    """Admit owners."""
    return _admit(view, lambda user: is_active_staff(user) and user.is_owner)


def _admit(view, test):
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not test(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper
