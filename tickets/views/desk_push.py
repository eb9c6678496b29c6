"""The browsers a person wants to be told in while the desk is closed. Addresses of browsers are secrets."""

from django.http import HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.decorators import staff_required
from notifications import subscriptions

REJECTED = 422
SECRETS = ("endpoint", "p256dh", "auth")


@sensitive_post_parameters(*SECRETS)
@staff_required
@require_POST
def subscribe(request):
    sent = {name: request.POST.get(name, "") for name in SECRETS}
    try:
        subscriptions.subscribe(user=request.user, **sent)
    except subscriptions.BadSubscription:
        return HttpResponse(status=REJECTED)
    return HttpResponse(status=204)


@sensitive_post_parameters(*SECRETS)
@staff_required
@require_POST
def unsubscribe(request):
    subscriptions.unsubscribe(user=request.user, endpoint=request.POST.get("endpoint", ""))
    return HttpResponse(status=204)
