"""The language of a page, the page for a request nobody can understand."""

import pytest

from accounts.models import User


@pytest.mark.django_db
def test_a_host_that_is_not_ours_gets_our_own_words(client):
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert b"<h1>" in response.content


@pytest.mark.django_db
def test_a_form_without_its_token_gets_our_own_words():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"})
    assert response.status_code == 403
    assert b"Help desk" in response.content


TYPED = {"body": "Hello", "f_serial": "LP22", "password": "open sesame", "note": "two words", "then": "complete"}


@pytest.mark.django_db
def test_a_form_without_its_token_shows_what_was_typed_but_no_secret():
    from django.test import Client

    page = Client(enforce_csrf_checks=True).post("/status/", TYPED)
    assert page.context["typed"] == ["Hello", "LP22", "two words"]
    assert ">Hello</textarea>" in page.text
    assert "sesame" not in page.text


@pytest.mark.django_db
def test_who_was_signed_out_gets_back_what_was_typed(client):
    page = client.post("/desk/tickets/482-913-053/reply/", TYPED | {"body": "<b>Try</b> this."})
    assert page.status_code == 403
    assert "You are signed out" in page.text
    assert "&lt;b&gt;Try&lt;/b&gt; this.</textarea>" in page.text
    assert client.post("/desk/tickets/482-913-053/complete/", {"last_event": "3"}).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "is_compressed"), [("/status/", True), ("/desk/counts/", False)])
def test_pages_are_compressed(client, path, is_compressed):
    client.force_login(User.objects.create_user("a@example.com", role="owner"))
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert (answer.get("Content-Encoding") == "gzip") is is_compressed


@pytest.mark.django_db
class TestLanguages:
    def other_languages(self, response):
        return [(language["code"], language["url"]) for language in response.context["languages"]]

    def test_a_customer_page_links_to_itself_in_the_other_language(self, client):
        response = client.get("/faq/?page=2")
        assert self.other_languages(response) == [("tr", "/tr/faq/?page=2")]
        assert response.context["languages"][0]["name_local"] == "Türkçe"
        assert self.other_languages(client.get("/tr/faq/")) == [("en", "/faq/")]

    def test_a_page_with_one_address_for_all_languages_links_to_none(self, client):
        assert self.other_languages(client.get("/accounts/login/")) == []

    def test_a_page_that_does_not_exist_links_to_none(self, client):
        response = client.get("/no/such/page/")
        assert response.status_code == 404
        assert self.other_languages(response) == []

    @pytest.mark.parametrize("language", ["en", "tr"])
    def test_the_desk_speaks_the_persons_language_whatever_the_browser_wants(self, client, language):
        client.force_login(User.objects.create_user("ana@example.com", name="Ana", language=language))
        response = client.get("/desk/", headers={"Accept-Language": "tr" if language == "en" else "en"})
        assert response["Content-Language"] == language
        assert f'lang="{language}"' in response.content.decode()

    def test_signing_in_speaks_the_browsers_language(self, client):
        assert client.get("/accounts/login/", headers={"Accept-Language": "tr"})["Content-Language"] == "tr"
        assert client.get("/accounts/login/", headers={"Accept-Language": "de"})["Content-Language"] == "en"

    def test_a_customer_page_speaks_the_language_of_its_address(self, client):
        assert client.get("/faq/", headers={"Accept-Language": "tr"})["Content-Language"] == "en"
        assert client.get("/tr/faq/", headers={"Accept-Language": "en"})["Content-Language"] == "tr"
