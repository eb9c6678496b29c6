"""What programs read of the FAQ: structured data, addresses, sitemap, feed, robots."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.utils import timezone

from faq.models import Entry

SITE = "http://localhost:8000"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def elsewhere(client, db):
    """Return get(path): asked under a host name that is not that of SITE_URL."""
    return lambda path: client.get(path, headers={"Host": "127.0.0.1"})


def test_an_entry_is_marked_up_as_a_question_with_its_answer(shop, reader):
    page = reader("/faq/kindle/").text
    marks = ["schema.org/FAQPage", "schema.org/Question", 'itemprop="name"', "acceptedAnswer", 'itemprop="text"']
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)
    assert "ld+json" not in page


@pytest.mark.parametrize("path", ["/", "/help/downloads/", "/faq/", "/faq/kindle/"])
def test_a_page_has_one_address_and_names_its_languages(shop, reader, elsewhere, billing, path):
    for page in (reader(path + "?from=search&s=x"), elsewhere(path), reader("/tr" + path)):
        here = "/tr" + path if page.request["PATH_INFO"].startswith("/tr") else path
        assert f'<link rel="canonical" href="{SITE}{here}">' in page.text
        assert f'<link rel="alternate" hreflang="en" href="{SITE}{path}">' in page.text
        assert f'<link rel="alternate" hreflang="tr" href="{SITE}/tr{path}">' in page.text


def test_the_sitemap_lists_the_public_pages_in_every_language(shop, make_entry, billing, elsewhere):
    make_entry(slug="draft", state="draft")
    billing.is_active = False
    billing.save()
    answer = elsewhere("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    urls = ET.fromstring(answer.content).findall("s:url", SITEMAP)  # noqa: S314  (our own)
    places = {url.find("s:loc", SITEMAP).text for url in urls}
    shown = ["/", "/faq/", "/help/downloads/", *(f"/faq/{slug}/" for slug in shop)]
    assert places >= {SITE + prefix + path for prefix in ("", "/tr") for path in shown}
    assert not [place for place in places if "draft" in place or "billing" in place or "desk" in place]
    [kindle] = [url for url in urls if url.find("s:loc", SITEMAP).text == f"{SITE}/faq/kindle/"]
    assert {link.get("hreflang") for link in kindle.findall("x:link", SITEMAP)} == {"en", "tr", "x-default"}
    assert kindle.find("s:lastmod", SITEMAP).text == timezone.localdate().isoformat()


@pytest.mark.parametrize("path", ["/sitemap.xml", "/faq/feed/"])
def test_one_entry_and_five_cost_the_same_queries(make_entry, reader, count_queries, path):
    make_entry()
    with_one = count_queries(lambda: reader(path))
    for _ in range(4):
        make_entry()
    assert count_queries(lambda: reader(path)) == with_one


def test_the_feed_holds_what_was_published_last_in_its_language(shop, make_entry, elsewhere):
    make_entry("Not yet", state="draft")
    Entry.objects.filter(slug="kindle").update(published_at=timezone.now() + timedelta(minutes=1))
    Entry.objects.filter(slug="again").update(published_at=None)
    answer = elsewhere("/tr/faq/feed/")
    assert answer["Content-Type"].startswith("application/rss+xml")
    channel = ET.fromstring(answer.content).find("channel")  # noqa: S314  (our own)
    assert channel.find("language").text == "tr"
    items = channel.findall("item")
    assert len(items) == 6
    assert items[0].find("title").text == "Kitap Kindle'da neden görünmüyor?"
    assert items[0].find("link").text == f"{SITE}/tr/faq/kindle/"
    assert "Dosyayı Kindle" in items[0].find("description").text
    assert items[0].find("pubDate") is not None
    assert items[5].find("link").text == f"{SITE}/tr/faq/again/"


@pytest.mark.parametrize("path", ["/faq/", "/faq/kindle/"])
def test_the_feed_is_announced(shop, reader, path):
    assert 'type="application/rss+xml"' in reader(path).text


def test_robots_are_kept_off_the_desk_and_led_to_the_sitemap(client, db):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.text.splitlines()
    assert {"Disallow: /desk/", "Disallow: /admin/", f"Sitemap: {SITE}/sitemap.xml"} <= set(lines)


def test_results_are_not_for_search_engines(shop, reader):
    for path in ("/faq/search/?q=kindle", "/faq/none/?q=kindle", "/faq/kindle/helped/"):
        assert '<meta name="robots" content="noindex">' in reader(path).text
