import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from pydantic import ValidationError

from surveys.text import Said, Text, direction, source_hash


def test_words_are_said_in_the_readers_language_with_its_direction() -> None:
    text = Text.of({"en": "Damp", "ar": "رطوبة"})
    assert text.to("ar") == Said(text="رطوبة", language="ar", is_fallback=False, direction="rtl")


def test_words_that_fall_back_say_which_language_they_are_in() -> None:
    text = Text.of({"en": "Damp"})
    assert text.to("ar", ["nl", "en"]) == Said(text="Damp", language="en", is_fallback=True, direction="ltr")


def test_the_wider_form_of_a_language_is_no_fallback_but_another_script_is() -> None:
    text = Text.of({"ar": "رطوبة", "pa": "ਸਿੱਲ੍ਹ"})
    assert text.to("ar-EG").is_fallback is False
    assert text.to("pa-Arab-PK", ["pa"]).is_fallback is True


def test_blank_words_are_missing_words() -> None:
    text = Text.of({"en": "Damp", "ar": "  \n "})
    assert text.languages == ("en",)
    assert text.to("ar", ["en"]).language == "en"


def test_a_text_without_any_words_is_empty_and_breaks_nothing() -> None:
    assert Text.of({}).to("ar").text == ""


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("ur", "rtl"),
        ("ps", "rtl"),
        ("ckb", "rtl"),
        ("pa-Arab", "rtl"),
        ("pa", "ltr"),
        ("en-XA", "ltr"),
        ("ar-XB", "rtl"),
        ("rhg-Rohg", "rtl"),
        ("qqq", "ltr"),
        ("", "ltr"),
        ("no such language", "ltr"),
        ("uz-AF", "rtl"),
        ("uz-Latn-AF", "ltr"),
        ("zxx", "ltr"),
    ],
)
def test_a_language_runs_in_its_direction(language: str, expected: str) -> None:
    assert direction(language) == expected


def test_every_language_runs_as_it_does_for_babel() -> None:
    ours, babels = {}, {}
    for name in locale_identifiers():
        ours[name] = direction(name.replace("_", "-"))
        babels[name] = "rtl" if Locale.parse(name).text_direction == "rtl" else "ltr"
    assert set(ours.values()) == {"rtl", "ltr"}
    assert ours == babels


def test_a_plain_string_is_the_short_form_of_a_phrase() -> None:
    assert Text.of({"en": "Damp"}) == Text.model_validate({"en": {"text": "Damp"}})


@pytest.mark.parametrize("bad", ["a\0b", "a\x1bb", "a\u202eb", "a\ufffeb", "a\x85b"])
def test_words_no_page_can_show_are_refused(bad: str) -> None:
    with pytest.raises(ValidationError, match="cannot be shown"):
        Text.of({"en": bad})


def test_words_are_composed_and_their_line_ends_plain() -> None:
    assert Text.of({"en": "cafe\u0301\r\nbar"}).to("en").text == "café\nbar"


def test_variants_come_with_the_words() -> None:
    text = Text.model_validate({"en": {"text": "Residence", "variants": {"easy_read": "Home"}}})
    assert text.to("en").variants["easy_read"] == "Home"


def test_the_source_hash_changes_with_the_words_only() -> None:
    assert source_hash("cafe\u0301") == source_hash("café")
    assert source_hash("Damp") != source_hash("damp")
