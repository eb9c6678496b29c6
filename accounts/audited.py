"""What allauth does with an account, into the audit log."""

from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import URLPattern

from . import audit
from .adapter import StaffAdapter
from .models import User

LOCKS = ("guessed", "codes_guessed")  # of what people are mailed


class AuditedAdapter(StaffAdapter):
    """Notes who signs in and out, whom wrong passwords lock, and new passwords."""

    @transaction.atomic
    def login(self, request, user):
        super().login(request, user)
        audit.note(audit.Kind.SIGN_IN, "signed-in", actor=user)

    @transaction.atomic
    def logout(self, request):
        audit.note(audit.Kind.SIGN_IN, "signed-out", actor=request.user)
        super().logout(request)

    def put_mail(self, what, email):
        """Note a lock as well, but of an address that nobody has, nothing: strangers must not write as many entries as
        they like."""
        person = User.objects.active_at(email.strip().lower()) if what in LOCKS else None
        if person:
            audit.note(audit.Kind.SIGN_IN, "locked", person=person)

    @transaction.atomic
    def set_password(self, user, password):
        super().set_password(user, password)
        audit.note(audit.Kind.ACCOUNT, "password-set", actor=current_actor(), person=user)


def current_actor() -> User | None:
    """Return who is signed in where this happens; None for a stranger, or outside of a request."""
    request = get_adapter().request
    return request.user if request and request.user.is_authenticated else None


def second_factors_noted(patterns: list) -> list:
    """Have each POST to these addresses of allauth's be one transaction with a note of the second factors that it adds
    or removes: what allauth itself tells of them comes after the commit. Returns the patterns, changed."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = _noted(pattern.callback)
        else:
            second_factors_noted(pattern.url_patterns)
    return patterns


def _noted(view):
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if request.method != "POST" or not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            before = _factors_of(request.user)
            response = view(request, *args, **kwargs)
            after = _factors_of(request.user)
            for pk, kind in sorted((before | after).items()):
                if pk not in before or (pk not in after and kind != Authenticator.Type.RECOVERY_CODES):
                    what = f"{kind}-{'removed' if pk in before else 'added'}"
                    audit.note(audit.Kind.ACCOUNT, what, actor=request.user)
        return response

    return wrapper


def _factors_of(user) -> dict[int, str]:
    """Return their kinds by id."""
    return dict(Authenticator.objects.filter(user=user).values_list("pk", "type"))
