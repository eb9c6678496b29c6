import time

import pytest

from tickets.personal import personal_words, without_courtesy
from tickets.similar import most_alike


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [
        ("Write to ayse@example.org.", [], ["ayse@example.org"]),
        ("Call +90 532 111-22-33 or (0212) 444 55 66", [], ["+90 532 111-22-33", "0212) 444 55 66"]),
        ("Order 48213 of 2026 has 12 pages", [], []),
        ("Order 482130", [], ["482130"]),
        ("Dear Ayşe, AYŞE wrote; ayse too", ["Ayşe"], ["Ayşe", "AYŞE", "ayse"]),
        ("The İstanbul office", ["istanbul"], ["İstanbul"]),
        ("Serial LP-220 88 of yours", ["LP 220 88"], ["LP-220 88"]),
        ("It is at Al", ["Al"], []),
        ("Alan's shop", ["Al", "Ala"], []),
        ("", ["Ayşe"], []),
        ("\0 \ud800 👍", ["👍"], []),
    ],
)
def test_what_may_be_personal_is_found_as_it_is_written(text, known, found):
    assert personal_words(text, known) == found


def test_a_long_text_takes_no_long_time():
    started = time.process_time()
    personal_words("1 " * 50_000 + "a@" * 50_000 + "-" * 50_000, ["a " * 100])
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("Hello Ayşe,\n\nOpen the link.\n\nKind regards\nAna", "Open the link."),
        ("Merhaba Ayşe Hanım,\nBağlantıyı açın.\n\nSaygılarımızla,\nAna\nElma Destek", "Bağlantıyı açın."),
        ("Open the link.\n\nAna", "Open the link."),
        ("Open the link.", "Open the link."),
        ("Hello Ayşe,", "Hello Ayşe,"),
        (
            "Hi! Open the link.\nThanks for writing. Then close it.",
            "Hi! Open the link.\nThanks for writing. Then close it.",
        ),
        ("", ""),
    ],
)
def test_an_answer_is_kept_without_greeting_and_signature(body, kept):
    assert without_courtesy(body, "Ana") == kept


def test_questions_are_alike_by_their_rare_words():
    others = [
        (1, "The download link does not work"),
        (2, "Download link dead"),
        (3, "Where is my invoice"),
        (4, "Does the discount work"),
        (5, "İndirme bağlantısı"),
    ]
    assert most_alike("My download link is dead", others, 3) == [2, 1]
    assert most_alike("indirme baglantisi calismiyor", others, 3) == [5]
    assert most_alike("?!", others, 3) == most_alike("Invoice", [], 3) == []
