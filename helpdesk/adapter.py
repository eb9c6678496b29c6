"""What allauth asks us, and the desk in other tabs hears."""

from accounts.adapter import StaffAdapter
from notifications.push import recheck


class DeskAdapter(StaffAdapter):
    """The desks of who signs out, or has another password, end at once."""

    def logout(self, request):
        user_id = request.user.pk
        super().logout(request)
        recheck([user_id])

    def set_password(self, user, password):
        super().set_password(user, password)
        recheck([user.pk])
