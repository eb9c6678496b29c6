"""The owner's look at the store of files: whose it is, and when it was last backed up."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import owner_required

from .. import services
from ..models import Backup, FileStore


@owner_required
@never_cache
@require_safe
def store(request):
    page = {"store": FileStore.objects.first() or FileStore(), "backup": Backup.newest()}
    return render(request, "tickets/desk/store.html", page)


@owner_required
@require_POST
def claim(request):
    services.claim_files(by=request.user)
    messages.success(request, _("The files are this help desk's from now on."))
    return redirect("desk:store")
