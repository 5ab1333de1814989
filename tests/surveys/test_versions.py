import json
import math
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import strict_json
from surveys.problems import Refused
from surveys.versions import canonical, fingerprint, is_canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)

# RFC 8785, appendix B: the IEEE 754 bits of a number and how ECMAScript writes it.
RFC_8785_NUMBERS = [
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555554", "333333333.33333325"),
    ("41b3de4355555555", "333333333.3333333"),
    ("41b3de4355555556", "333333333.3333334"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]


@pytest.mark.parametrize(("bits", "expected"), RFC_8785_NUMBERS)
def test_numbers_are_written_as_rfc_8785_lists_them(bits: str, expected: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical(number).decode() == expected


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 2**53, -(2**53), 10**400])
def test_numbers_that_are_not_kept_exactly_are_refused_with_their_place(number: float) -> None:
    with pytest.raises(Refused) as refused:
        canonical({"a": [number]})
    (problem,) = refused.value.problems
    assert (problem.code, problem.where) == ("json.bad_number", "/a/0")


def test_the_example_of_rfc_8785_comes_out_as_printed_there() -> None:
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": '\u20ac$\u000f\nA\'B"\\\\"/',
        "literals": [None, True, False],
    }
    assert (
        canonical(value)
        == (
            '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
            '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
        ).encode()
    )


def test_keys_are_sorted_by_utf_16_code_units() -> None:
    # The example of RFC 8785, section 3.2.3: U+1F600 sorts before U+FB33, as it begins with D83D.
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    ordered = list(json.loads(canonical(dict.fromkeys(keys, 0))))
    assert ordered == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@given(VALUES)
def test_canonical_bytes_are_read_back_and_written_the_same(value: Any) -> None:
    data = canonical(value)
    assert canonical(strict_json.read(data)) == data


@given(VALUES)
def test_canonical_bytes_say_the_same_as_the_value(value: Any) -> None:
    assert strict_json.read(canonical(value)) == json.loads(json.dumps(value))


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="ascii"), max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(PLAIN)
def test_what_is_plain_is_written_as_it_is_beside_something_unusual(value: Any) -> None:
    assert strict_json.is_plain(value)
    assert canonical([0.5, value]) == b"[0.5," + canonical(value) + b"]"


ANYTHING = st.recursive(
    st.none() | st.floats() | st.integers() | st.text(st.characters(), max_size=4) | st.binary(max_size=2),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=4) | st.integers(), inner, max_size=4)
        | st.tuples(inner)
    ),
    max_leaves=12,
)


@given(ANYTHING, st.integers(1, 12))
def test_what_looks_plain_has_no_faults(value: Any, most: int) -> None:
    limits = strict_json.Limits(parts=most)
    if strict_json.is_plain(value, most):
        assert not list(strict_json.faults([value], limits=strict_json.Limits(parts=most + 1)))
        assert not list(strict_json.faults([0.5, value], limits=strict_json.Limits(parts=most + 2)))
    assert not (list(strict_json.faults(value, limits=limits)) and strict_json.is_plain(value, most))


@pytest.mark.parametrize("levels", [strict_json.DEEPEST - 1, strict_json.DEEPEST, strict_json.DEEPEST + 1])
def test_a_quick_look_finds_no_other_depth_than_a_close_one(levels: int) -> None:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    too_deep = [problem.code for problem in strict_json.faults(value)]
    assert too_deep == (["json.too_deep"] if levels > strict_json.DEEPEST else [])
    assert not strict_json.is_plain(value) or not too_deep


@given(st.dictionaries(TEXTS, NUMBERS), st.randoms())
def test_the_order_in_which_keys_came_does_not_matter(fields: dict[str, float], random: Any) -> None:
    shuffled = list(fields.items())
    random.shuffle(shuffled)
    assert canonical(dict(shuffled)) == canonical(fields)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_read_back_as_it_was(number: float) -> None:
    written = canonical(number).decode()
    assert float(written) == number
    assert "e" not in written or not 1e-6 <= abs(number) < 1e21


@given(st.binary(max_size=60))
def test_any_bytes_are_canonical_or_not_without_an_exception(data: bytes) -> None:
    assert is_canonical(data) in {True, False}


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1 }',
        b'{"b":1,"a":2}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":"\\u00e9"}',
        b'{"a":1,"a":1}',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":1}\n',
        b'{"a":-0}',
        b"[" * 100_000,
        b'"\\ud800"',
        b"NaN",
        b"9007199254740993",
        b"1e-7 ",
        b"\xff",
        b"",
    ],
)
def test_what_differs_by_a_byte_is_not_canonical(data: bytes) -> None:
    assert not is_canonical(data)


@pytest.mark.parametrize("value", ["\ud800", {"\ud800": 1}, [{1: 2}], {1, 2}, b"x", object()])
def test_what_is_no_json_is_refused(value: object) -> None:
    with pytest.raises(Refused):
        canonical(value)


def test_endless_nesting_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(Refused, match="too_deep"):
        canonical(endless)


def test_a_fingerprint_is_the_sha_256() -> None:
    assert fingerprint(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
