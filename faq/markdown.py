"""Text to HTML that is safe in any page: the owner's Markdown, and plain messages of customers and staff.

No `mailto:` ever comes out: every way in is a form. What is not http or https is no link.
"""

import re
from html import unescape

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from .text import storable

MAX_MARKDOWN = 20_000  # characters

_TAGS = {"p", "br", "hr", "strong", "em", "s", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "code"}
_TAGS |= {"pre", "a", "img", "table", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
_REL = "nofollow noopener"
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Direction overrides end an address: they would show another one than it opens.
_ADDRESS = re.compile(r"\bhttps?://(?=\w)[^\s<>\"\u200b-\u200f\u202a-\u202e\u2066-\u2069]+", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


def _may_link(url: str) -> bool:
    """Admit http, https and addresses of our own."""
    scheme = _SCHEME.match(url)
    return scheme[1].lower() in ("http", "https") if scheme else not url.startswith("//")


def _parser(*, breaks: bool) -> MarkdownIt:
    parser = MarkdownIt("js-default", {"html": False, "linkify": True, "breaks": breaks})
    parser.validateLink = _may_link  # type: ignore[method-assign]
    linkify = parser.linkify
    assert linkify is not None  # noqa: S101  (the extra is pinned)
    linkify.set({"fuzzy_email": False})
    for scheme in ("mailto:", "ftp:", "//"):
        linkify.add(scheme, None)
    return parser


_MARKDOWN, _MESSAGES = _parser(breaks=False), _parser(breaks=True)


def _own_images_only(tag: str, attribute: str, value: str) -> str | None:
    """Drop the source of a picture that is not ours: pages make no external request."""
    if (tag, attribute) == ("img", "src") and (not value.startswith("/") or value.startswith("//")):
        return None
    return value


def render_markdown(text: str | None, *, breaks: bool = False) -> SafeString:
    """Return the HTML of the first 20,000 characters of Markdown; its headings start at h2. With `breaks` the end of a
    line is one on the page, too."""
    parser = _MESSAGES if breaks else _MARKDOWN
    tokens = parser.parse(storable((text or "")[:MAX_MARKDOWN]))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    html = parser.renderer.render(tokens, parser.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_own_images_only,
        url_schemes={"http", "https"},
        link_rel=_REL,
    )
    return mark_safe(clean)  # noqa: S308  (cleaned on the line above)


def render_message(text: str | None) -> SafeString:
    """Return the HTML of the Markdown of a message, whose line breaks stay."""
    return render_markdown(text, breaks=True)


def plain_text(text: str | None) -> str:
    """Return what a reader sees of Markdown, without its marks; not safe as HTML."""
    return unescape(nh3.clean(render_markdown(text), tags=set(), attributes={}))


def render_plain(text: str | None) -> SafeString:
    """Return paragraphs and line breaks of a plain message, http(s) addresses linked, all else literal. Linear."""
    lines = storable(text or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    paragraphs = [f'<p dir="auto">{_linked(paragraph)}</p>' for paragraph in _BLANK_LINES.split(lines) if paragraph]
    return mark_safe("\n".join(paragraphs))  # noqa: S308  (_linked escapes)


def _linked(paragraph: str) -> str:
    parts, end = [], 0
    for match in _ADDRESS.finditer(paragraph):
        address = match[0].rstrip(".,;:!?'*" + ("" if "(" in match[0] else ")]}"))
        href = escape(address)
        parts += [escape(paragraph[end : match.start()]), f'<a href="{href}" rel="{_REL}">{href}</a>']
        end = match.start() + len(address)
    parts.append(escape(paragraph[end:]))
    return "".join(parts).replace("\n", "<br>\n")
