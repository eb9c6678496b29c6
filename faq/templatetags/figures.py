"""Numbers as a line: `{% load figures %}`, then `{% sparkline numbers %}`; the numbers themselves stand beside it."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

WIDTH, HEIGHT, EDGE = 96, 20, 2


@register.simple_tag
def sparkline(numbers: list[int]) -> SafeString:
    """Return an SVG line through `numbers`, for the eye only; it begins at nought."""
    most = max(numbers, default=0) or 1
    step = (WIDTH - 2 * EDGE) / max(len(numbers) - 1, 1)
    points = " ".join(
        f"{EDGE + number * step:.1f},{HEIGHT - EDGE - value / most * (HEIGHT - 2 * EDGE):.1f}"
        for number, value in enumerate(numbers)
    )
    return format_html(
        '<svg class="spark" viewBox="0 0 {0} {1}" width="{0}" height="{1}" aria-hidden="true" focusable="false">'
        '<polyline points="{2}"/></svg>',
        WIDTH,
        HEIGHT,
        points,
    )
