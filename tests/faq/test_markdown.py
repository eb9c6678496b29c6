import random
import re
import time

import pytest
from django.template import Context, Template

from faq.markdown import render_markdown, render_plain

HOSTILE = [
    "write to a@b.com, <a@b.com>, mailto:a@b.com, [me](mailto:a@b.com), [me](MAILTO:a@b.com)",
    "[x](javascript:alert(1)) [x](\tjavascript:alert(1)) [x](java&#115;cript:alert(1)) <javascript:alert(1)>",
    "[x](data:text/html,y) ![x](data:image/svg+xml,y) [x](vbscript:y) [x](//evil.example) ftp://old.example",
    "[a]: mailto:a@b.com\n[a] ![a][a]",
    "<script>alert(1)</script><img src=x onerror=alert(1)><style>*{}</style><b style='x'>",
    "| a |\n|:-:|\n| <i onclick=x> |",
    "nul\0 and \ud800 surrogate",
]


def assert_harmless(html):
    tags = re.findall(r"<[^>]*>", html)
    for tag in tags:
        assert not re.search(r"\s(on\w+|style|class|id)\s*=", tag), tag
        for address in re.findall(r"(?:href|src)=\"([^\"]*)\"", tag):
            assert re.match(r"https?://|(?![a-z][a-z0-9+.-]*:)(?!//)", address, re.I), tag
    assert not any(re.match(r"</?(script|style|iframe|form|input|svg|object)", tag, re.I) for tag in tags)
    html.encode()
    assert "\0" not in html


@pytest.mark.parametrize("render", [render_markdown, render_plain])
@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_but_web_addresses_becomes_a_link_and_nothing_runs(render, text):
    assert_harmless(render(text))


def test_any_text_at_all_is_harmless():
    chance = random.Random(7)
    parts = [*"ab@.:/<>[]()!*_`#|-&;\"' \n\0\u202e\ud800ş", "mailto:", "javascript:", "http://", "](", "<a ", "&#58;"]
    for _ in range(2000):
        text = "".join(chance.choices(parts, k=25))
        assert_harmless(render_markdown(text))
        assert_harmless(render_plain(text))


def test_headings_begin_below_the_heading_of_the_page():
    html = render_markdown("# One\n\n## Two\n\n###### Six\n\nSetext\n===")
    assert re.findall(r"<h\d>", html) == ["<h2>", "<h3>", "<h6>", "<h2>"]


def test_the_usual_marks_come_out():
    html = render_markdown("**Bold** and `code`\n\n1. one\n2. [shop](https://example.com/a?b=1&c=2)\n\nwww.example.org")
    assert "<strong>Bold</strong>" in html
    assert "<li>one</li>" in html
    assert '<a href="https://example.com/a?b=1&amp;c=2" rel="nofollow noopener">shop</a>' in html
    assert '<a href="http://www.example.org" rel="nofollow noopener">' in html


def test_only_our_own_pictures_are_loaded():
    html = render_markdown("![ours](/media/a.png) ![theirs](https://example.com/b.png)")
    assert '<img src="/media/a.png" alt="ours">' in html
    assert '<img alt="theirs">' in html


@pytest.mark.parametrize(
    "text", [">" * 10**6, "- " * 500_000, "[" * 10**6, "*a **b " * 10**5, "`a" * 500_000, "<" * 10**6]
)
def test_a_megabyte_of_markdown_is_cut_not_suffered(text):
    started = time.process_time()
    html = render_markdown(text)
    assert time.process_time() - started < 5
    assert len(html) < 500_000


def test_a_plain_message_keeps_its_lines_and_shows_everything_else_as_typed():
    html = render_plain("Hello *you* & <b>me</b>\r\nsecond line\r\n\r\n\r\nİkinci # bölüm")
    assert html == (
        '<p dir="auto">Hello *you* &amp; &lt;b&gt;me&lt;/b&gt;<br>\nsecond line</p>\n<p dir="auto">İkinci # bölüm</p>'
    )


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://example.com/a, or not", "https://example.com/a"),
        ("(https://example.com/a)", "https://example.com/a"),
        ("https://example.com/a_(b)", "https://example.com/a_(b)"),
        ("HTTP://EXAMPLE.COM/?a=1&b='2'.", "HTTP://EXAMPLE.COM/?a=1&amp;b=&#x27;2"),
        ("https://good.example\u202e/moc.live", "https://good.example"),
    ],
)
def test_web_addresses_in_a_plain_message_are_linked(text, address):
    assert re.findall(r'href="([^"]*)"', render_plain(text)) == [address]


@pytest.mark.parametrize(
    "text", ["http:// ", "http://)", "mailto:a@b.com", "a@b.com", "www.example.com", "xhttp://a.b"]
)
def test_what_is_no_web_address_stays_text(text):
    assert "<a" not in render_plain(text)


def test_a_megabyte_of_plain_text_is_shown_whole_in_linear_time():
    for text in ("http://" * 150_000, "https://a(" * 100_000, "\n \n" * 300_000, "<" * 10**6):
        started = time.process_time()
        render_plain(text)
        assert time.process_time() - started < 3


def test_nothing_is_rendered_of_nothing():
    assert render_markdown(None) == render_markdown("") == render_plain(None) == render_plain(" \n ") == ""


def render(template, **context):
    return Template("{% load text %}" + template).render(Context(context))


def test_first_words_are_plain_text_and_tell_that_more_follows():
    answer = "# Title\n\nOpen the **link** in [the mail](https://example.com). " + "Then wait. " * 100
    assert render("{{ a|first_words:6 }}", a=answer) == "Title Open the link in the …"
    assert render("{{ a|first_words }}", a="Fish & <chips>") == "Fish &amp; &lt;chips&gt;"
    assert len(render("{{ a|first_words }}", a=answer).split()) == 41


def test_the_filters_give_html():
    assert render("{{ a|markdown }}|{{ a|plain }}", a="*x*") == '<p><em>x</em></p>\n|<p dir="auto">*x*</p>'
