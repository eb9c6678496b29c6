"""Own preferences, the quick switches of the person's menu, and where they are signed in."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .decorators import staff_required
from .forms import AlertsForm, PreferencesForm, SwitchForm
from .models import User
from .preferences import save_preferences
from .sessions import browser_of, end_sessions, sessions_of


@staff_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    return _edit(request, PreferencesForm, "preferences")


@staff_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alerts(request):
    """Whether this browser can alert the person, and when it shall."""
    return _edit(request, AlertsForm, "alerts")


def _edit(request, form_class, name):
    # A copy: checking fills it, and the page around the form shows who is signed in as they are.
    form = form_class(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        save_preferences(user=request.user, **form.cleaned_data)
        with override(form.cleaned_data.get("language", request.user.language)):
            messages.success(request, _("Saved."))
        return redirect(f"preferences:{name}")
    status = 422 if request.method == "POST" else 200
    return render(request, f"accounts/{name}.html", {"form": form}, status=status)


@staff_required
@require_POST
def switch(request):
    """Flip one thing in the person's menu and go back to the page it was on."""
    form = SwitchForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if form.is_valid():
        save_preferences(user=request.user, **form.cleaned_data)
    target = request.POST.get("next", "")
    local = target.startswith("/desk/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return redirect(target if local and target.isprintable() else "desk:queue")


@staff_required
@never_cache
@require_safe
def keys(request):
    """The list of all keys."""
    return render(request, "accounts/keys.html")


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request):
    """Where the person is signed in. POST ends the one of the id `session`, or all others with `session=others`."""
    here = request.session.session_key
    others = sessions_of(request.user).exclude(session_key=here)
    if request.method == "POST":
        chosen = request.POST.get("session", "")
        ending = [session for session in others if chosen in (str(session.pk), "others")]
        if ending:
            end_sessions(ending)
            messages.success(request, _("Signed out there."))
        else:
            messages.info(request, _("Nobody is signed in there any more."))
        return redirect("usersessions_list")
    rows = [
        {"session": session, "browser": browser_of(session), "is_here": session.session_key == here}
        for session in sessions_of(request.user)
    ]
    return render(request, "usersessions/usersession_list.html", {"rows": rows})
