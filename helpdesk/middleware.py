"""Request ids with one log line a request, what browsers may do and keep, compressed pages, the language of the
staff's, a limit to what is read, the way to sign in and to a second factor."""

import logging
import time
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from tickets.second_factor import is_missing

from . import headers, logs, sizes
from .typed import typed_texts

logger = logging.getLogger("helpdesk.request")

STAFF_PREFIXES = ("/desk/", "/admin/", "/accounts/")
SETTING_UP = ("/accounts/2fa/", "/accounts/reauthenticate/", "/accounts/logout/")  # a second factor


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


def always_told(get_response):
    """Tell browsers with every answer, static files and errors included, what our pages never use."""

    def middleware(request):
        response = get_response(request)
        for name, value in headers.ALWAYS.items():
            response[name] = value
        return response

    return middleware


def keep_private(get_response):
    """Let no browser or proxy keep what a signed-in person sees, or anything below the staff's addresses; but what
    says that it is everybody's (`public`).

    Whether the session is a real one would cost public pages two queries, so its cookie is enough. Who asks again by
    an ETag of their own is answered 304 all the same.
    """

    def middleware(request):
        response = get_response(request)
        is_staff = request.path_info.startswith(STAFF_PREFIXES) or settings.SESSION_COOKIE_NAME in request.COOKIES
        if is_staff and "public" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


class CompressPages(GZipMiddleware):
    """Compress pages, and only them: files are compressed already, or too large to do it while somebody waits."""

    def process_response(self, request, response):
        if response.get("Content-Type", "").startswith("text/html"):
            return super().process_response(request, response)
        return response


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


def refuse_too_much(get_response):
    """Refuse an address or a form that is more than its page takes, before anything else reads it.

    Whatever read it first would raise, and DEBUG's technical pages take minutes over a query of 5,000 fields. What a
    whole body may be is counted earlier, at the edge; how much of it is text is known only here.
    """

    def middleware(request):
        if sizes.is_long_address(request.path_info, request.META["QUERY_STRING"]):
            return render(request, "414.html", status=414)
        try:
            size = sizes.size_of(request.POST)
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return render(request, "413.html", status=413)
        if size > sizes.TEXT and size > (cap := sizes.text_cap(request.path_info)):
            return render(request, "413.html", {"cap": cap}, status=413)
        return get_response(request)

    return middleware


def explain_method(get_response):
    """Say why an address takes no such method: somebody loads a page again that a form had led to."""

    def middleware(request):
        response = get_response(request)
        if response.status_code == 405 and not response.content:
            response.content = render_to_string("405.html", request=request)
        return response

    return middleware


def second_factor(get_response):
    """Take whoever needs a second factor and has none for a stranger, but where they set one up.

    What is everybody's stays so, and whatever asks who is there answers as to somebody who is not signed in;
    `SignInMiddleware` leads them to set one up.
    """

    def middleware(request):
        request.lacks_second_factor = False
        if settings.SESSION_COOKIE_NAME in request.COOKIES and is_missing(request.user):
            request.lacks_second_factor = True
            if request.path_info == reverse("account_login"):
                return redirect("mfa_index")
            if not request.path_info.startswith(SETTING_UP):
                request.user = AnonymousUser()
        return get_response(request)

    return middleware


class SignInMiddleware(LoginRequiredMiddleware):
    """Lead strangers to the sign-in page, but first give what was typed back to somebody who was signed out."""

    def handle_no_permission(self, request, view_func):
        if typed := typed_texts(request):
            return render(request, "signed_out.html", {"typed": typed}, status=403)
        if request.lacks_second_factor:
            return redirect("mfa_index")
        return super().handle_no_permission(request, view_func)
