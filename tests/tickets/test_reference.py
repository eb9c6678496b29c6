"""Reference numbers: made, shown, and read back from whatever people type."""

import random
import time

import pytest

from tickets import reference


@pytest.fixture
def sample():
    return [reference.generate() for _ in range(100)]


def test_a_reference_has_nine_digits_that_do_not_begin_with_a_zero(sample):
    assert all(100_000_000 <= number <= 999_999_999 for number in sample)


def test_references_do_not_follow_each_other(sample):
    assert len(set(sample)) == len(sample)
    assert sample != sorted(sample)


def test_three_equal_digits_in_a_row_are_left_out(monkeypatch):
    # 10,000,000 + 72,233,344 = 82,233,344; the first two numbers drawn hold 222 and end in 000.
    drawn = iter([12_223_456 - 10_000_000, 10_000_000, 82_233_445 - 10_000_000])
    monkeypatch.setattr("tickets.reference.secrets.randbelow", lambda _limit: next(drawn))
    assert str(reference.generate()).startswith("82233445")


def test_a_check_digit_can_be_what_makes_three_equal_ones():
    digits = (str(reference.generate()) for _ in range(3000))
    assert not [text for text in digits if any(digit * 3 in text for digit in "0123456789")]


def test_it_is_shown_in_three_groups():
    assert reference.format(482913053) == "482-913-053"
    assert reference.format(1) == "000-000-001"


def test_every_wrong_digit_is_found(sample):
    for text in map(str, sample):
        for place, right in enumerate(text):
            wrong = [text[:place] + digit + text[place + 1 :] for digit in "0123456789" if digit != right]
            assert not any(is_right(number) for number in wrong), text


def test_every_swap_of_neighbours_is_found(sample):
    for text in map(str, sample):
        swapped = {text[:place] + text[place + 1] + text[place] + text[place + 2 :] for place in range(8)} - {text}
        assert not any(is_right(number) for number in swapped), text


@pytest.mark.parametrize(
    "typed",
    [
        "482913053",
        "482-913-053",
        " 482 913 053 ",
        "482.913.053",
        "482/913/053",
        "482–913–053",
        "482\u2212913\u2212053",
        "482 - 913 - 053",
        "4 8 2 9 1 3 0 5 3",
        "482\u00a0913\u202f053",
        "482\t913\n053",
        "#482-913-053",
        "No. 482-913-053.",
        "[482-913-053]",
        "(482-913-053)",
        "Re: [482-913-053] We have your ticket: Downloads",
        "AW: WG: Re: [482-913-053] Antwort 2",
        "My number is 482-913-053, of 21.11.2026",
        "21.11.26 482-913-053",
        "Order 12 482-913-053",
        "٤٨٢-٩١٣-٠٥٣",
        "۴۸۲۹۱۳۰۵۳",
        "４８２－９１３－０５３",
        "482\u200b-913\u200b-053",
        "\u202a482-913-053\u202c",
        "https://help.example.com/tickets/482-913-053/",
    ],
)
def test_what_people_type_is_understood(typed):
    assert reference.parse(typed) == 482913053


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "hello",
        "48291305",
        "4829130533",
        "1482913053",
        "482-913-054",
        "842-913-053",
        "482 913",
        "082913053",
        "000-000-000",
        "111-111-111",  # its check digit fits, but no reference has three equal digits
        "-482",
        "4.8e8",
        "482----913----053",
        "\0",
        "\ud800",
        "²²²²²²²²²",
        None,
    ],
)
def test_anything_else_is_refused(typed):
    with pytest.raises(ValueError, match="no reference"):
        reference.parse(typed)


def test_what_was_made_is_read_back(sample):
    for number in sample:
        assert reference.parse(reference.format(number)) == reference.parse(str(number)) == number


@pytest.mark.parametrize("unit", ["1", "1 ", "1-", "12345678 ", "482-913-054 ", "\u200b", "٤"])
def test_a_long_hostile_text_is_read_in_a_moment(unit):
    started = time.process_time()
    with pytest.raises(ValueError, match="no reference"):
        reference.parse(unit * (1_000_000 // len(unit)))
    assert time.process_time() - started < 0.5


def test_most_random_digits_are_told_before_a_look_up():
    draw = random.Random(1)
    right = sum(is_right(draw.randrange(100_000_000, 1_000_000_000)) for _ in range(2000))
    assert 120 < right < 280


def is_right(number):
    try:
        return reference.parse(number) == int(number)
    except ValueError:
        return False
