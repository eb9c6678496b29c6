"""Filters for text that people wrote: `{% load text %}`, then `|markdown`, `|plain`, `|first_words`."""

from functools import lru_cache

from django import template

from faq.markdown import plain_text, render_markdown, render_message, render_plain
from faq.sentences import marked, matching_sentence

register = template.Library()
register.filter("markdown", render_markdown)
# For what stands on page after page: rendering takes a millisecond.
register.filter("kept_markdown", lru_cache(maxsize=128)(render_markdown))
register.filter("plain", render_plain)
register.filter("as_message", render_message)
register.filter("matching", matching_sentence)
register.filter("marked", marked)


@register.filter
def first_words(text: str | None, count: int = 40) -> str:
    """Return the first `count` words of Markdown as plain text, with … where more follows."""
    # 16 characters a word are enough to look at, and keep a long answer cheap.
    beginning = (text or "")[: count * 16]
    words = plain_text(beginning).split()
    cut = len(words) > count or len(text or "") > len(beginning)
    return " ".join(words[:count]) + (" …" if cut else "")
