"""What allauth asks us, and the desk in other tabs hears, or the outbox takes."""

from django.db import transaction

from accounts.adapter import StaffAdapter
from notifications.push import recheck
from tickets import services


class DeskAdapter(StaffAdapter):
    """The desks of who signs out, or has another password, end at once. Mails are written into the outbox."""

    def put_mail(self, what, email):
        services.mail_about_account(what=what, email=email)

    def logout(self, request):
        user_id = request.user.pk
        super().logout(request)
        recheck([user_id])

    @transaction.atomic
    def set_password(self, user, password):
        super().set_password(user, password)
        self.put_mail("password_changed", user.email)
        transaction.on_commit(lambda: recheck([user.pk]), robust=True)
