"""Request ids with one log line a request, and the language of the staff's pages."""

import logging
import time
from uuid import uuid4

from django.utils import translation

from . import logs

logger = logging.getLogger("helpdesk.request")

STAFF_PREFIXES = ("/desk/", "/admin/", "/accounts/")


def request_id(get_response):
    """Give each request an id (X-Request-ID; never taken from the client) and log it once it is answered."""

    def middleware(request):
        started = time.perf_counter()
        logs.request_id.set(uuid4().hex[:12])  # never reset: Django logs once more after the last middleware
        response = get_response(request)
        response["X-Request-ID"] = logs.request_id.get()
        logger.info("request", extra={"fields": _fields(request, response, time.perf_counter() - started)})
        return response

    return middleware


def _fields(request, response, seconds):
    # Only a user whom the request looked up anyway: the log must not cost a query.
    user = getattr(request, "_cached_user", None)
    return {
        "method": request.method,
        "route": logs.route_of(request),
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "user": user.pk if user else None,
    }


def staff_language(get_response):
    """Speak the signed-in person's language on staff pages, the browser's before they sign in.

    Their addresses carry no language prefix, so LocaleMiddleware alone would always choose English.
    """

    def middleware(request):
        if request.path_info.startswith(STAFF_PREFIXES):
            user = request.user
            translation.activate(
                user.language if user.is_authenticated else translation.get_language_from_request(request)
            )
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return middleware
