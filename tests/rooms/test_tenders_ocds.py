"""OCDS files as they come: every form and encoding is read, and every fault is found where it is."""

import copy
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.tenders.ocds import decoding, faults, forms, reading, stages
from consult.tenders.ocds.fields import Field
from consult.tenders.ocds.places import MOST_FAULTS, bounded
from consult.tenders.ocds.standard import OBJECTS, REQUIRED
from consult.words.sentences import SENTENCES
from surveys.problems import Problem, Refused
from tests.ocds_data import SAMPLES, each_sample, judged, needs_ocds_data, sample, schema

RELEASE: dict[str, Any] = {
    "ocid": "ocds-000000-1",
    "id": "1",
    "date": "2026-01-02T03:04:05Z",
    "tag": ["planning"],
    "initiationType": "tender",
}
PACKAGE: dict[str, Any] = {
    "uri": "https://example.org/p.json",
    "version": "1.1",
    "publishedDate": "2026-01-03T00:00:00Z",
    "publisher": {"name": "Somebody"},
    "releases": [RELEASE],
}
LINK = {"url": "https://example.org/p.json#1", "date": "2026-01-02T03:04:05Z", "tag": ["planning"]}


def found(document: Any) -> set[tuple[str, str]]:
    told = list(faults.faults(document))
    assert_can_be_said(told)
    return {(fault.code, fault.where) for fault in told}


def code_of(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        decoding.decode(content)
    assert_can_be_said(refused.value.problems)
    return refused.value.problems[0].code


def assert_can_be_said(problems: Iterable[Problem]) -> None:
    for problem in problems:
        assert SENTENCES[problem.code] % dict(problem.parameters)


# against the standard


@each_sample()
@needs_ocds_data
def test_faults_are_those_the_schemas_of_the_standard_find(path: Path) -> None:
    document = decoding.decode(path.read_bytes()).document
    (part,) = forms.parts(document)
    assert {fault.where for fault in faults.faults(document)} == judged(part.form, document)


@needs_ocds_data
def test_our_table_of_the_standard_is_the_standard() -> None:
    release = schema("release-schema.json")
    definitions = {
        **release["definitions"],
        "Release": release,
        "ReleasePackage": schema("release-package-schema.json"),
        "RecordPackage": schema("record-package-schema.json"),
        "Unit": release["definitions"]["Item"]["properties"]["unit"],
    }
    for name, definition in definitions.items():
        ours = OBJECTS[name]
        assert set(ours) == set(definition["properties"]), name
        assert set(REQUIRED.get(name, ())) == set(definition.get("required", ())), name
        for field, said in definition["properties"].items():
            assert differences(ours[field], said) == [], f"{name}/{field}"


def differences(ours: Field, said: dict[str, Any]) -> list[str]:
    types = said.get("type", "object")
    codes = frozenset(code for code in said.get("enum", ()) if code) or None
    compared = {
        "types": (set(ours.types), {types} if isinstance(types, str) else set(types)),
        "format": (ours.form, said.get("format")),
        "least": (ours.least, said.get("minLength", said.get("minItems", 0))),
        "codes": (ours.codes, codes),
        "distinct": (ours.is_distinct, said.get("uniqueItems", False)),
        "of": (ours.of, said["$ref"].rpartition("/")[2] if "$ref" in said else ours.of),
    }
    return [name for name, (one, other) in compared.items() if one != other]


# forms


@pytest.mark.parametrize(
    ("document", "form", "places", "linked"),
    [
        (PACKAGE, "release_package", ["/releases/0"], 0),
        (RELEASE, "release", [""], 0),
        ({**RELEASE, "tag": ["compiled"]}, "release", [""], 0),
        ({"ocid": "a", "releases": [RELEASE, LINK]}, "record", ["/releases/0"], 1),
        ({"ocid": "a", "releases": [LINK], "compiledRelease": RELEASE}, "record", ["/compiledRelease"], 1),
        ({"records": [{"ocid": "a", "releases": [RELEASE]}]}, "record_package", ["/records/0/releases/0"], 0),
        ([PACKAGE, PACKAGE], "release_package", ["/0/releases/0", "/1/releases/0"], 0),
        ([RELEASE, {"ocid": "a", "compiledRelease": RELEASE}], "release", ["/0", "/1/compiledRelease"], 0),
    ],
)
def test_every_form_is_known_and_its_releases_are_found(
    document: Any, form: str, places: list[str], linked: int
) -> None:
    parts = forms.parts(document)
    releases = [release for part in parts for release in forms.releases(part)]
    assert parts[0].form == form
    assert [forms.pointer(*release.place) for release in releases] == places
    assert [forms.at(document, place) for place in places] == [release.content for release in releases]
    assert [forms.package_around(document, place) for place in places] == [
        release.package for release in releases
    ]
    assert sum(forms.links(part) for part in parts) == linked


@pytest.mark.parametrize(
    "document", [None, 1, "release", {}, {"a": 1}, [], [[RELEASE]], {"releases": {}}, {"records": 1}]
)
def test_what_is_not_ocds_is_refused(document: Any) -> None:
    with pytest.raises(Refused) as refused:
        forms.parts(document)
    assert refused.value.problems[0].code == "ocds.unknown_form"


def test_a_stranger_in_an_array_is_a_fault_and_hinders_nobody() -> None:
    assert found([RELEASE, 5]) == {("ocds.unknown_form", "/1")}
    assert len(forms.parts([RELEASE, 5])) == 1


def test_a_release_takes_its_ocid_from_the_record_around_it() -> None:
    nameless = {key: value for key, value in RELEASE.items() if key != "ocid"}
    (part,) = forms.parts({"ocid": "ocds-000000-9", "releases": [nameless]})
    assert [release.ocid for release in forms.releases(part)] == ["ocds-000000-9"]


# faults


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"date": "2026-01-02"}, ("ocds.bad_date", "/releases/0/date")),
        ({"date": "2026-01-02T03:04:05"}, ("ocds.bad_date", "/releases/0/date")),
        ({"date": "2026-02-30T03:04:05Z"}, ("ocds.bad_date", "/releases/0/date")),
        ({"date": None}, ("ocds.wrong_type", "/releases/0/date")),
        ({"id": ""}, ("ocds.blank", "/releases/0/id")),
        ({"tag": []}, ("ocds.blank", "/releases/0/tag")),
        ({"tag": ["plan"]}, ("ocds.unknown_code", "/releases/0/tag/0")),
        ({"tag": "planning"}, ("ocds.wrong_type", "/releases/0/tag")),
        ({"tender": {}}, ("ocds.missing", "/releases/0/tender/id")),
        ({"tender": {"id": True}}, ("ocds.wrong_type", "/releases/0/tender/id")),
        ({"tender": {"id": "1", "title_es": 5}}, ("ocds.wrong_type", "/releases/0/tender/title_es")),
        ({"tender": {"id": "1", "status": "open"}}, ("ocds.unknown_code", "/releases/0/tender/status")),
        ({"parties": [{"id": "a"}, {"id": "a"}]}, ("ocds.repeated", "/releases/0/parties/1")),
        ({"parties": [7]}, ("ocds.wrong_type", "/releases/0/parties/0")),
        (
            {"planning": {"budget": {"uri": "no address"}}},
            ("ocds.bad_address", "/releases/0/planning/budget/uri"),
        ),
        (
            {"planning": {"milestones": [{"id": "a/b~c", "dueDate": "soon"}]}},
            ("ocds.bad_date", "/releases/0/planning/milestones/0/dueDate"),
        ),
    ],
)
def test_a_fault_is_told_with_its_code_and_its_pointer(
    change: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert found({**PACKAGE, "releases": [{**RELEASE, **change}]}) == {expected}


def test_what_a_package_lacks_is_told() -> None:
    assert found({"releases": [RELEASE]}) == {
        ("ocds.missing", f"/{field}") for field in ("uri", "version", "publishedDate", "publisher")
    }


def test_unknown_fields_are_no_faults() -> None:
    assert found({**PACKAGE, "x": 1, "releases": [{**RELEASE, "links": [{"rel": "self"}]}]}) == set()


def test_many_faults_are_cut_and_the_rest_is_counted() -> None:
    kept = bounded(Problem("ocds.blank", f"/{number}") for number in range(MOST_FAULTS + 7))
    assert len(kept) == MOST_FAULTS + 1
    assert kept[-1].parameters["count"] == 7
    assert_can_be_said(kept)


def test_keys_in_pointers_are_escaped_and_short_enough_to_keep() -> None:
    text = json.dumps({**PACKAGE, "a/b~c" * 400: float("nan")})
    (fault,) = decoding.decode(text.encode()).faults
    assert fault.where.startswith("/a~1b~0ca~1b~0c")
    assert len(fault.where) < 200


# encodings


@pytest.mark.parametrize(
    ("encoded", "used", "codes"),
    [
        ("é".encode(), "utf-8", []),
        (b"\xef\xbb\xbf" + "é".encode(), "utf-8", []),
        ("é".encode("iso-8859-1"), "iso-8859-1", ["ocds.other_encoding"]),
        ("é – “é”".encode("windows-1252"), "windows-1252", ["ocds.other_encoding"]),
    ],
)
def test_encodings_are_detected(encoded: bytes, used: str, codes: list[str]) -> None:
    mark = b"\xef\xbb\xbf" if encoded.startswith(b"\xef\xbb\xbf") else b""
    words = encoded.removeprefix(mark)
    decoded = decoding.decode(mark + b'{"ocid": "' + words + b'"}')
    assert decoded.document == {"ocid": words.decode(used)}
    assert decoded.encoding == used
    assert_can_be_said(decoded.faults)
    assert [fault.code for fault in decoded.faults] == codes


def test_utf_16_with_its_mark_is_read() -> None:
    decoded = decoding.decode(json.dumps({"ocid": "ü"}, ensure_ascii=False).encode("utf-16"))
    assert decoded.document == {"ocid": "ü"}


def test_a_declared_encoding_counts_more_than_a_detected_one() -> None:
    assert decoding.decode('"é"'.encode(), "iso-8859-1").document == "Ã©"


def test_one_broken_byte_in_utf_8_does_not_turn_every_other_letter_into_two() -> None:
    content = '{"a": "Größe über alles", "b": "'.encode() + b"\xff" + b'"}'
    decoded = decoding.decode(content)
    assert decoded.document == {"a": "Größe über alles", "b": "\ufffd"}
    assert [fault.code for fault in decoded.faults] == ["ocds.bad_bytes"]


# hostile files


def test_what_is_no_json_is_refused_with_line_and_column() -> None:
    with pytest.raises(Refused) as refused:
        decoding.decode(b'{\n "a": }')
    (problem,) = refused.value.problems
    assert problem.code == "ocds.not_json"
    assert dict(problem.parameters) == {"line": 2, "column": 7}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "ocds.empty"),
        (b"\xef\xbb\xbf \n", "ocds.empty"),
        (b"[" * 100_000, "ocds.too_deep"),
        (b"[" * 100 + b"]" * 100, "ocds.too_deep"),
        (b'{"a":' * 100_000, "ocds.too_deep"),
        (b"[" + b"1," * 3_000_000 + b"1]", "ocds.too_many_values"),
        (b" " * (decoding.LARGEST_BYTES + 1), "ocds.too_big"),
        (b"\x00\x01\x02", "ocds.not_json"),
        (b"PK\x03\x04", "ocds.not_json"),
        (b"\xff\xfe\x00", "ocds.not_json"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_a_hostile_file_is_refused(content: bytes, code: str) -> None:
    assert code_of(content) == code


def test_numbers_nobody_can_keep_become_null_with_a_fault() -> None:
    content = b'{"a": NaN, "b": [Infinity, -Infinity, 1e999, 1' + b"0" * 5000 + b'], "c": 1.5}'
    decoded = decoding.decode(content)
    assert decoded.document == {"a": None, "b": [None, None, None, None], "c": 1.5}
    assert {(fault.code, fault.where) for fault in decoded.faults} == {
        ("ocds.bad_number", where) for where in ("/a", "/b/0", "/b/1", "/b/2", "/b/3")
    }


def test_double_keys_lone_surrogates_and_nul_are_told() -> None:
    decoded = decoding.decode(rb'{"a": 1, "a": 2, "b": "\ud800x", "c\u0000": "\u0000", "d": "\ud83d\ude00"}')
    assert decoded.document == {"a": 2, "b": "\ufffdx", "c\ufffd": "\ufffd", "d": "😀"}
    assert {fault.code for fault in decoded.faults} == {"ocds.double_key", "ocds.bad_characters"}


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    refusals: tuple[Problem, ...] = ()
    try:
        list(faults.faults(decoding.decode(content).document))
    except Refused as refused:
        refusals = refused.problems
    assert all(problem.code.startswith("ocds.") for problem in refusals)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def broken_samples(draw: st.DrawFn) -> Any:
    """Draw a real file in which something was replaced, removed or doubled, somewhere."""
    document = json.loads(draw(st.sampled_from(SAMPLES)).read_bytes())
    for _ in range(draw(st.integers(1, 3))):
        holder = document
        for _ in range(draw(st.integers(0, 8))):
            inner = list(holder.values()) if isinstance(holder, dict) else holder
            nested = [value for value in inner if isinstance(value, dict | list) and value]
            if not nested:
                break
            holder = draw(st.sampled_from(nested))
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        key = draw(st.sampled_from(keys)) if keys else None
        if key is None:
            continue
        kind = draw(st.sampled_from(["replace", "remove", "double"]))
        if kind == "replace":
            holder[key] = draw(JSON)
        elif kind == "remove" or isinstance(holder, dict):
            del holder[key]
        else:
            holder.append(copy.deepcopy(holder[key]))
    return document


@needs_ocds_data
@settings(max_examples=60, deadline=None)
@given(broken_samples())
def test_a_broken_file_is_refused_or_all_its_faults_are_found(document: Any) -> None:
    content = json.dumps(document).encode()
    try:
        decoded = decoding.decode(content)
        parts = forms.parts(decoded.document)
    except Refused:
        return
    ours = {fault.where for fault in faults.faults(decoded.document)}
    for part in parts:
        if part.form in {"release", "release_package"} and part.place == ():
            # Where two entries have the same id, the standard names the list and we the second entry.
            missed = {
                where
                for where in judged(part.form, decoded.document)
                if where not in ours and not any(our.startswith(where) for our in ours)
            }
            assert not missed
        for release in forms.releases(part):
            json.dumps(reading.facts(release.content), allow_nan=False).encode()


# what a release says


def test_a_release_tells_of_its_tender() -> None:
    (part,) = forms.parts(
        {
            **RELEASE,
            "language": "EN",
            "buyer": {"id": "b"},
            "parties": [{"id": "b", "name": "The  council", "roles": ["buyer"]}],
            "tender": {
                "id": 7,
                "title": "Cycle\nlanes",
                "title_nl": "Fietspaden",
                "description": "New\r\nlanes",
                "status": "planned",
                "procurementMethod": "direct",
                "value": {"amount": 12.5, "currency": "EUR"},
                "tenderPeriod": {"endDate": "2026-03-01T00:00:00+02:00"},
                "documents": [
                    {
                        "id": "1",
                        "url": "https://example.org/a.pdf",
                        "format": "application/pdf",
                        "language": "nl",
                    },
                    {"id": "2", "url": "javascript:alert(1)", "title": "never a link"},
                ],
            },
        }
    )
    (release,) = forms.releases(part)
    assert reading.facts(release.content) == {
        "is_compiled": False,
        "tags": ["planning"],
        "title": {"en": "Cycle\nlanes", "nl": "Fietspaden"},
        "description": {"en": "New\nlanes"},
        "language": "en",
        "buyer": {"id": "b", "name": "The council"},
        "tender_id": "7",
        "stage": "planning",
        "route": "direct_award",
        "value": {"amount": "12.50", "currency": "EUR"},
        "dates": {"bids_due_on": "2026-03-01"},
        "documents": {
            "tender/1": {
                "title": {"nl": "https://example.org/a.pdf"},
                "url": "https://example.org/a.pdf",
                "language": "nl",
                "media_type": "application/pdf",
            }
        },
    }


@pytest.mark.parametrize(
    ("release", "stage"),
    [
        ({"tag": ["planning"]}, "planning"),
        ({"tag": ["tender", "award"]}, "award"),
        ({"tag": ["contractTermination"]}, "ended"),
        ({"tag": ["tender"], "tender": {"status": "cancelled"}}, "ended"),
        ({"tag": ["compiled"], "tender": {"status": "planned"}}, "planning"),
        ({"tag": ["compiled"], "awards": [{}]}, "award"),
        ({"contracts": [{"implementation": {"milestones": []}}]}, "implementation"),
        ({"tag": [["planning"], None], "tender": {}}, None),
    ],
)
def test_the_stage_is_told_by_tags_or_content(release: dict[str, Any], stage: str | None) -> None:
    assert stages.stage(release) == stage


def test_the_fingerprint_of_a_release_ignores_order_and_nothing_else() -> None:
    turned = dict(reversed(list(RELEASE.items())))
    assert reading.fingerprint(turned) == reading.fingerprint(RELEASE)
    assert reading.fingerprint({**RELEASE, "x": 1}) != reading.fingerprint(RELEASE)


@needs_ocds_data
def test_single_releases_and_their_record_tell_the_same_of_a_tender() -> None:
    names = ("01-planning", "02-tender", "03-tenderAmendment", "04-award", "05-contract", "06-implementation")
    singles = [json.loads(sample(f"ocp-fictional-{name}.json"))["releases"][0] for name in names]
    record = json.loads(sample("ocp-fictional-record.json"))["records"][0]["compiledRelease"]
    one_by_one = reading.folded(reading.facts(release) for release in singles)
    at_once = reading.facts(record)
    for name in (
        "title",
        "description",
        "buyer",
        "tender_id",
        "stage",
        "route",
        "dates",
        "documents",
        "contract",
    ):
        assert one_by_one[name] == at_once[name], name
