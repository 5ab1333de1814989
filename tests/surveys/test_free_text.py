import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.free_text import BadCharacters, TooLong, length, showable, written

FAMILY = "👨‍👩‍👧‍👦"


def test_line_ends_of_every_kind_become_one_kind() -> None:
    assert written("a\r\nb\rc\nd\u2028e\vf", 100, lines=True) == "a\nb\nc\nd\ne\nf"


def test_a_line_end_counts_as_one_character_however_the_browser_sends_it() -> None:
    assert written("a\r\nb\r\nc", 5, lines=True) == "a\nb\nc"
    with pytest.raises(TooLong):
        written("a\r\nb\r\ncd", 5, lines=True)


def test_one_line_stays_one_line() -> None:
    assert written("  damp\r\nand  cold\t ", 100, lines=False) == "damp and cold"


def test_words_are_composed() -> None:
    assert written("cafe\u0301", 10, lines=False) == "café"


@pytest.mark.parametrize(
    ("text", "seen"),
    [("abc", 3), (FAMILY, 1), ("e\u0301", 1), ("हिन्दी", 2), ("🇳🇱", 1), ("رطوبة", 5), ("", 0)],
)
def test_length_is_what_a_reader_takes_for_characters(text: str, seen: int) -> None:
    assert length(text) == seen


def test_the_limit_counts_what_a_reader_sees() -> None:
    assert written(FAMILY * 5, 5, lines=False) == FAMILY * 5
    with pytest.raises(TooLong):
        written(FAMILY * 6, 5, lines=False)


def test_marks_without_end_are_too_long_however_few_characters_they_make() -> None:
    with pytest.raises(TooLong):
        written("a" + "\u0301" * 1000, 10, lines=False)


class Untouchable(str):
    """Text that tells when somebody works on it."""

    __slots__ = ()

    def replace(self, *_: object) -> str:
        raise AssertionError("looked at")

    strip = isprintable = replace


def test_a_million_characters_are_refused_without_being_looked_at() -> None:
    with pytest.raises(TooLong):
        written(Untouchable("a\u0301\u202e\r\n" * 250_000), 2000, lines=True)


@pytest.mark.parametrize(
    "bad", ["\0", "\x07", "\x1b", "\x7f", "\x80", "\x9f", "\ud800", "\ufffe", "\U0010ffff"]
)
def test_characters_no_file_may_carry_are_refused(bad: str) -> None:
    with pytest.raises(BadCharacters):
        written(f"a{bad}b", 100, lines=True)


@pytest.mark.parametrize("mark", ["\u202a", "\u202d", "\u202e", "\u2066", "\u2067", "\u2069", "\ufeff"])
def test_what_could_turn_the_page_round_is_taken_out(mark: str) -> None:
    assert written(f"a{mark}b", 100, lines=True) == "ab"
    assert showable(f"a{mark}b") == "ab"


def test_joiners_and_direction_marks_stay() -> None:
    persian = "می\u200cخواهم \u200fABC\u200e"
    assert written(persian, 100, lines=True) == persian


def test_what_may_not_be_kept_is_shown_where_it_stood() -> None:
    assert showable("a\0b\r\nc\ud800") == "a\ufffdb\nc\ufffd"
    assert showable("پاسخ\r\n") == "پاسخ\r\n"


@given(st.text(st.characters()), st.booleans())
def test_what_is_kept_is_kept_the_same_when_read_again(text: str, lines: bool) -> None:
    try:
        kept = written(text, 50, lines=lines)
    except (BadCharacters, TooLong):
        return
    assert written(kept, 50, lines=lines) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert showable(kept) == kept
    assert lines or "\n" not in kept
