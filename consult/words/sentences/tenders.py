"""What can be wrong with a tender or the OCDS it comes from."""

from consult.words.marking import _N

SENTENCES: dict[str, str] = {
    "tender.unknown": _N("There is no tender “%(given)s”."),
    "tender.already": _N("There is a tender “%(given)s” already."),
    "tender.changed_meanwhile": _N("Somebody else changed this at the same moment. Try again."),
    "tender.repeated": _N("“%(key)s” is there twice. Each key may be used once."),
    "tender.missing": _N("This is missing."),
    "tender.unknown_field": _N("We do not know this field. Check how it is spelled."),
    "tender.bad_name": _N("This does not have the form we expect: %(pattern)s."),
    "tender.wrong_type": _N("This is of the wrong kind. We expected: %(expected)s."),
    "tender.not_allowed": _N("This is not one of the possible values: %(expected)s."),
    "tender.invalid": _N("This cannot be used here."),
    "tender.empty": _N("This is empty."),
    "tender.too_long": _N("This is too long. At most %(limit)s characters."),
    "tender.too_many": _N("There are too many entries. At most %(limit)s."),
    "tender.too_few": _N("There are too few entries. At least %(minimum)s."),
    "tender.too_small": _N("This number is too small."),
    "tender.too_large": _N("This number is too large."),
    "tender.bad_characters": _N("This contains characters that cannot be shown."),
    "tender.too_big": _N("The file is too big. At most %(limit)s bytes."),
    "tender.not_utf8": _N("The file is not UTF-8. Byte %(byte)s cannot be read."),
    "tender.not_json": _N("The file is not JSON. Line %(line)s, column %(column)s cannot be read."),
    "tender.too_deep": _N("The file is nested more than %(limit)s levels deep."),
    "tender.double_key": _N("This key is there twice."),
    "tender.bad_number": _N("This number cannot be kept exactly."),
    "ocds.empty": _N("The file is empty."),
    "ocds.too_big": _N("The file is too big. At most %(limit)s MB."),
    "ocds.too_many_values": _N("The file holds too many values. At most %(limit)s."),
    "ocds.too_many_releases": _N("The file holds too many releases. At most %(limit)s."),
    "ocds.bad_bytes": _N(
        "Byte %(byte)s of the file does not belong to its encoding. We put a mark in its place."
    ),
    "ocds.other_encoding": _N("The file is in %(found)s. JSON ought to be in UTF-8."),
    "ocds.not_json": _N("The file is not JSON. Line %(line)s, column %(column)s cannot be read."),
    "ocds.too_deep": _N("The file is nested more than %(limit)s levels deep."),
    "ocds.unknown_form": _N(
        "This is not OCDS. We expected a release package, a record package, a release, a record, or a list of these."
    ),
    "ocds.nothing_to_import": _N("There is no release in this file that we could import."),
    "ocds.not_imported": _N(
        "This release has no usable OCID, so it belongs to no tender. It was not imported."
    ),
    "ocds.left_out": _N(
        "The imported release “%(release)s” is not sound OCDS 1.1.5, so it is not in this record. Its package is named."
    ),
    "ocds.more_faults": _N("There are at least %(count)s more faults like these."),
    "ocds.double_key": _N("This key is there twice. The last one counts."),
    "ocds.bad_characters": _N("This contains characters that cannot be kept. We put a mark in their place."),
    "ocds.bad_number": _N("This is no number that can be kept. We left it empty."),
    "ocds.missing": _N("“%(field)s” is missing. OCDS requires it."),
    "ocds.wrong_type": _N("This is of the wrong kind: %(found)s. OCDS expects: %(expected)s."),
    "ocds.bad_date": _N(
        "“%(given)s” is not a date and time with a time zone. OCDS expects one such as 2026-11-23T09:30:00Z."
    ),
    "ocds.bad_address": _N("“%(given)s” is not a web address."),
    "ocds.unknown_code": _N("“%(given)s” is not in the closed list of codes OCDS has for this field."),
    "ocds.blank": _N("This is empty. OCDS expects something here."),
    "ocds.repeated": _N("This has the same id as an entry before it."),
}
