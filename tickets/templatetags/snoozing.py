"""The moments on offer for snoozing."""

from django import template

from ..snoozing import CHOICES

register = template.Library()


@register.simple_tag
def snooze_choices():
    """Return the labels by the value that is posted."""
    return CHOICES
