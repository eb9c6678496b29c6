import random
import sys
import time

import pytest

from faq.text import fold, storable, words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("İSTANBUL Iğdır ısı i", "istanbul igdir isi i"),
        ("ŞİFREMİ unuttum", "sifremi unuttum"),
        ("Straße Ångström Łódź Øre", "strasse angstrom lodz ore"),
        ("ﬁle ㎒ Ｗｉｄｅ ①", "file mhz wide 1"),
        ("cafe\u0301 café", "cafe cafe"),
        ("  two \t\r\n\u00a0 words ", "two words"),
        ("zero\u200bwidth\u00ad \ufeffand \u202eover\u202c", "zerowidth and over"),
        ("nul\0 and \ud800surrogate", "nul and surrogate"),
        ("한국어 日本語", "한국어 日本語"),
        ("", ""),
    ],
)
def test_one_spelling_comes_of_the_many_ways_to_type_a_word(typed, folded):
    assert fold(typed) == folded


def test_folding_twice_changes_nothing_and_leaves_nothing_that_a_database_refuses():
    chance = random.Random(7)
    for _ in range(2000):
        folded = fold("".join(chr(chance.randrange(sys.maxunicode + 1)) for _ in range(12)))
        assert fold(folded) == folded
        assert storable(folded) == folded
        assert folded == " ".join(folded.split())


def test_turkish_letters_are_one_class_with_the_ascii_ones():
    text = "iİıI gĞğG sŞşS cÇçC oÖöO uÜüU"
    assert fold(text) == fold(text.lower()) == fold(text.upper()) == "iiii gggg ssss cccc oooo uuuu"


@pytest.mark.parametrize("text", ["a" + "\u0301\u0316" * 200_000, "ş\ud800 " * 200_000, "\u200b" * 500_000])
def test_a_megabyte_is_folded_in_linear_time(text):
    started = time.process_time()
    fold(text)
    assert time.process_time() - started < 2


def test_words_are_letters_and_digits():
    assert words("Don't open_it: 482-913, İYİ! 👍") == ["don", "t", "open", "it", "482", "913", "iyi"]


def test_every_character_can_be_folded():
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    assert fold(fold(everything)) == fold(everything)
