"""What each page takes: nothing without a cap, everything its form can hold, and refusals in our own words."""

import ast
import inspect
import re
import sys
import uuid

import pytest
from django import forms
from django.conf import settings
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import URLPattern, get_resolver

import faq.forms
import tickets.forms
from helpdesk import sizes
from tests.tickets.hostile import encoded, multipart

OURS = ("accounts", "faq", "tickets")
TEMPLATES = settings.BASE_DIR / "templates"
# The forms whose longest answers are more than 256 kB when percent-encoded: the template of each, and an address.
LONG_FORMS: dict[type[BaseForm], tuple[str, str]] = {
    faq.forms.EntryForm: ("faq/desk/entry.html", "/desk/faq/entries/new/"),
    faq.forms.SynonymsForm: ("faq/desk/synonyms.html", "/desk/faq/synonyms/"),
    tickets.forms.CannedResponseForm: ("tickets/desk/canned_form.html", "/desk/canned/new/"),
    tickets.forms.HelpDeskForm: ("tickets/desk/settings.html", "/desk/settings/"),
    tickets.forms.ReplyForm: ("tickets/desk/_reply.html", "/desk/tickets/482-913-053/reply/"),
}
TYPES = ("application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x", "text/plain", "")


def views(patterns=None, before="", namespace=""):
    """Yield ``(name of the address, route, view)`` of every address."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{namespace}:{pattern.name}".lstrip(":"), route, pattern.callback
        else:
            yield from views(pattern.url_patterns, route, ":".join(filter(None, [namespace, pattern.namespace])))


PLACES = {
    "<reference:number>": "482-913-053",
    "<bare_reference:number>": "482913053",
    "<int:pk>": "1",
    "<uuid:pk>": str(uuid.UUID(int=4)),
    "<uuid:key>": str(uuid.UUID(int=4)),
    "<uuid:file>": str(uuid.UUID(int=4)),
}


def address(route):
    """Return an address of the route, with something in each place."""
    for place, fits in PLACES.items():
        route = route.replace(place, fits)
    route = re.sub(r"<\w+:\w+>|\(\?P<\w+>[^)]*\)|\(\?:[^)]*\)", "x", route)
    return "/" + re.sub(r"\^|\$|\\Z", "", route)


@pytest.mark.parametrize("prefix", ["", "/tr"])
def test_every_address_has_a_cap_for_every_content_type(prefix):
    for name, route, _view in views():
        caps = {kind: sizes.body_cap(kind, prefix + address(route)) for kind in TYPES}
        assert caps[TYPES[0]] == 256 * 1024, name
        assert {caps[kind] for kind in ("application/json", "text/plain", "")} == {64 * 1024}, name
        multipart_cap = caps[TYPES[2]]
        if name in sizes.FILES and (not prefix or name.startswith("customer:")):
            assert multipart_cap == settings.MAX_REQUEST_BYTES, name
        elif name in sizes.OWN_TEXT and (not prefix or name.startswith("customer:")):
            assert multipart_cap == max(sizes.TEXT, sizes.OWN_TEXT[name]), name
        else:
            assert multipart_cap == 256 * 1024, name


def test_an_address_that_is_none_has_the_usual_cap():
    assert sizes.body_cap(TYPES[2], "/nothing/here/") == 256 * 1024


def test_the_rule_names_addresses_that_are_there():
    assert sizes.FILES | sizes.OWN_TEXT.keys() <= {name for name, _route, _view in views()}


def test_no_page_takes_more_text_than_django_does():
    assert max(sizes.OWN_TEXT.values()) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS == 500


def reads_files(view) -> bool:
    """Tell whether the view, or a function of its module that it calls, reads the files of a request."""
    view = inspect.unwrap(view)
    if not inspect.isfunction(view):
        return False  # a class of ours that takes nothing, like a feed
    tree = ast.parse(inspect.getsource(sys.modules[view.__module__]))
    functions = {node.name: node.body for node in tree.body if isinstance(node, ast.FunctionDef)}
    names, looked_at = [view.__name__], set()
    while names:
        if (name := names.pop()) in looked_at or name not in functions:
            continue
        looked_at.add(name)
        for node in [part for line in functions[name] for part in ast.walk(line)]:
            if isinstance(node, ast.Attribute) and node.attr == "FILES":
                return True
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                names.append(node.func.id)
    return False


def test_every_page_that_takes_files_is_in_the_rule():
    ours = [(name, view) for name, _route, view in views() if view.__module__.split(".")[0] in OURS]
    assert {name for name, view in ours if reads_files(view)} == sizes.FILES


def our_forms(form=forms.BaseForm):
    for below in form.__subclasses__():
        if below.__module__.split(".")[0] in OURS and ".admin" not in below.__module__:
            yield below
        yield from our_forms(below)


def test_a_form_that_can_be_longer_than_what_is_taken_of_urlencoded_text_sends_multipart():
    percent_encoded = 3
    too_long = {form for form in our_forms() if sizes.written(form) * percent_encoded > sizes.TEXT}
    assert too_long == set(LONG_FORMS)
    for template, _path in LONG_FORMS.values():
        first = re.search(r"<form [^>]*post[^>]*>", (TEMPLATES / template).read_text())
        assert first, template
        assert 'enctype="multipart/form-data"' in first[0], template


def test_what_a_form_takes_in_full_is_taken():
    for form, (_template, path) in LONG_FORMS.items():
        fields = {
            name: "\U0001f600" * (getattr(field, "max_length", None) or 200) for name, field in form.base_fields.items()
        }
        assert len(multipart(Bodies(), path, fields)) <= sizes.body_cap(TYPES[2], path)
        assert sizes.size_of(QueryDict(encoded(fields))) <= sizes.text_cap(path)


class Bodies:
    """Stands in for a browser where only the body counts."""

    def post(self, path, body, content_type):
        return body
