"""What is posted to the owners' settings, and what they answer."""

import re

from django.urls import reverse

# The numbers on the page of the help desk, as they are unless an owner says otherwise.
CAPS = {
    "tickets_a_network": 60,
    "upload_mb_a_network": 200,
    "upload_mb_unsent": 2048,
    "mails_an_address": 10,
    "mails_a_domain": 200,
    "mails_overall": 1000,
}


def url(model, view, *args):
    return reverse(f"admin:{model}_{view}", args=args)


def rows(prefix, *forms, initial=0):
    """Return the POST data of an inline: `forms` are dictionaries."""
    data = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": initial}
    for number, form in enumerate(forms):
        data |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return data


def category_form(**fields):
    return {
        "name_en": "Press",
        "slug": "press",
        "position": 9,
        "minutes_to_wait": 60,
        "is_active": "on",
        **rows("links"),
        **fields,
    }


def field_form(category, *choices, **fields):
    values = {"category": category.pk, "label_en": "Model", "key": "model", "kind": "line", "position": 3}
    return values | rows("choices", *choices) | fields


def staff_form(person, *categories, **fields):
    values = {
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "language": person.language,
        "is_active": "on",
    }
    values |= {"categories": [category.pk for category in categories]} | fields
    return {name: value for name, value in values.items() if value is not None}


def errors(page):
    """Return the sentences that a page shows as errors of its forms."""
    assert page.status_code == 200
    return " ".join(re.findall(r'<ul class="errorlist.*?</ul>', page.text, re.DOTALL))
