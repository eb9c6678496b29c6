"""What allauth asks us, and the desk in other tabs hears, or the outbox takes."""

from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.db import transaction

from accounts import audit
from accounts.audited import AuditedAdapter, current_actor
from accounts.sessions import end_sessions, sessions_of
from notifications.push import recheck
from tickets import services


class DeskAdapter(AuditedAdapter):
    """The desks of who signs out, or has another password, end at once. Mails are written into the outbox."""

    @transaction.atomic
    def put_mail(self, what, email):
        super().put_mail(what, email)
        services.mail_about_account(what=what, email=email)

    def logout(self, request):
        user_id = request.user.pk
        super().logout(request)
        recheck([user_id])

    @transaction.atomic
    def set_password(self, user, password):
        """Choose a password; whoever is signed in elsewhere has to sign in anew."""
        super().set_password(user, password)
        self.put_mail("password_changed", user.email)
        here = self.request.session.session_key if self.request and self.request.user == user else None
        end_sessions(sessions_of(user).exclude(session_key=here))
        transaction.on_commit(lambda: recheck([user.pk]), robust=True)


class DeskSessions(DefaultUserSessionsAdapter):
    """The desks of a session that is ended end with it."""

    @transaction.atomic
    def end_sessions(self, sessions):
        super().end_sessions(sessions)
        people = {session.user_id for session in sessions}
        for person in people:
            n = sum(session.user_id == person for session in sessions)
            audit.note(audit.Kind.SIGN_IN, "sessions-ended", actor=current_actor(), person_id=person, n=n)
        if people:
            transaction.on_commit(lambda: recheck(people), robust=True)
