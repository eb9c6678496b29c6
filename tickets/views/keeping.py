"""What every form with files does first."""

from django.utils.translation import gettext as _

from accounts.limits import hour_with_zone, network

from .. import services
from ..limits import UPLOADS
from ..models import Attachment


def keep_added(request, form, user=None):
    """Keep the files that came with a form, before it is checked, so that no error loses them."""
    who = network(request)
    uploads = form.uploads
    if user is None and any(uploads.values()):
        if UPLOADS.is_reached(who):
            sentence = _("Too many files came from this connection. Your text is kept: add them again after %(time)s.")
            sentence %= {"time": hour_with_zone(UPLOADS.ends_at(who))}
            form.hold(
                Attachment.objects.pending(form.key), {key: [sentence] for key, files in uploads.items() if files}
            )
            return
        UPLOADS.count(who)
    refused = services.keep_files(form_key=form.key, uploads=uploads, removed=form.removed, user=user, network=who)
    form.hold(Attachment.objects.pending(form.key, user), refused)
