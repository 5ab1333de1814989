"""What can be wrong with a survey document."""

from consult.words.marking import _N

SENTENCES: dict[str, str] = {
    "survey.unknown": _N("There is no such version of a survey."),
    "survey.other_form": _N(
        "This is no survey document in JSON. Other forms (XLSForm, PO, XLIFF) cannot be read or written yet."
    ),
    # reading a document
    "survey.unknown_format": _N('The document must say which format it has: "format": %(expected)s.'),
    "survey.missing": _N("This is missing."),
    "survey.unknown_field": _N("A survey document has no such key here. Check its spelling."),
    "survey.bad_name": _N("This has another form than expected: %(pattern)s"),
    "survey.too_long": _N("Write at most %(limit)s characters here."),
    "survey.empty": _N("Write something here."),
    "survey.too_many": _N("There can be at most %(limit)s here."),
    "survey.too_few": _N("There must be at least %(minimum)s here."),
    "survey.too_small": _N("Give %(minimum)s or more here."),
    "survey.too_large": _N("Give %(limit)s or less here."),
    "survey.too_many_decimals": _N("This has more than %(limit)s digits after the point."),
    "survey.not_allowed": _N("Use one of these here: %(expected)s."),
    "survey.not_a_day": _N("Give a day here, such as 2026-11-30."),
    "survey.unknown_kind": _N("We know no question, and no condition, of this kind."),
    "survey.wrong_arity": _N("This part of a condition takes %(minimum)s to %(limit)s arguments."),
    "survey.bad_characters": _N("These words contain characters that cannot be shown."),
    "survey.wrong_type": _N("Something else is expected here: %(expected)s."),
    "survey.invalid": _N("This cannot be used here."),
    "survey.too_big": _N("The file is larger than %(limit)s bytes."),
    "survey.too_many_parts": _N("The file has more than %(limit)s parts."),
    "survey.not_utf8": _N("The file is not in UTF-8: byte %(byte)s cannot be read."),
    "survey.not_json": _N("This is not JSON: line %(line)s, column %(column)s cannot be read."),
    "survey.too_deep": _N("The file is nested deeper than %(limit)s levels."),
    "survey.double_key": _N("This key stands twice in the same object."),
    "survey.bad_number": _N("This number cannot be kept exactly."),
    # before publishing: names and structure
    "survey.double_id": _N("The id “%(id)s” is used already, at %(first)s. Every id is one thing’s only."),
    "survey.double_code": _N("The code “%(code)s” is used already, at %(first)s."),
    "survey.double_language": _N("A language is named twice."),
    "survey.language_not_offered": _N("“%(language)s” is not among the languages of the survey."),
    "survey.empty_page": _N("This page has neither words nor questions."),
    "survey.about_you_not_last": _N("Questions about the person come last. Move this page before them."),
    "survey.about_you_without_consent": _N(
        "A question about the person needs a page that says why it is asked and has its own consent."
    ),
    "survey.not_about_you": _N("On a page about the person there are only questions about the person."),
    "survey.unknown_option": _N("The question has no choice “%(option)s”."),
    "survey.reserved_option": _N("The id “%(option)s” is kept for questions about the person."),
    "survey.too_many_bands": _N(
        "Counted like this there would be %(count)s rows of results; there can be %(limit)s. "
        "Narrow the time asked about, or count by longer spans."
    ),
    "survey.characters_of_first": _N(
        'Say how many characters of a postcode are left ("characters") where "coarsen" is "first", and only there.'
    ),
    "survey.not_a_district": _N(
        "No postcode leads to “%(area)s”: the id of an area is what is left of its postcodes, in small letters."
    ),
    "survey.unknown_group": _N("The list has no group “%(group)s”."),
    "survey.no_write_in": _N(
        "Beside the choices of this kind of question there is no room for words of one’s own: “%(option)s”."
    ),
    "survey.exclusive_alone": _N(
        "“%(option)s” is marked as standing alone, but only one choice can be made here anyway."
    ),
    # before publishing: conditions
    "survey.condition_unknown_question": _N(
        "The condition looks at a question “%(question)s” that is not there."
    ),
    "survey.condition_unknown_option": _N("The question “%(question)s” has no choice “%(option)s”."),
    "survey.condition_wrong_type": _N("The condition expects %(expected)s here, and finds %(found)s."),
    "survey.condition_cycle": _N("This condition waits for “%(question)s”, which waits for this condition."),
    "survey.condition_same_page": _N(
        "The condition looks at “%(question)s” on the same page. Move what depends on it to a later page."
    ),
    "survey.condition_forward": _N("The condition looks at “%(question)s”, which is asked only later."),
    "survey.condition_never": _N("This condition can never hold: nobody would ever be asked."),
    "survey.condition_always": _N("This condition always holds. Leave it out."),
    # before publishing: words
    "survey.words_missing": _N("These words are missing in “%(language)s”."),
    "survey.words_stale": _N(
        "The words in “%(language)s” were made from words that have changed since. Check them again."
    ),
    "survey.words_unreviewed": _N("The words in “%(language)s” have not been checked by a person."),
    # canonical JSON
    "json.bad_number": _N("This number cannot be kept exactly."),
    "json.bad_characters": _N("This text cannot be written in UTF-8."),
    "json.wrong_type": _N("This is no JSON value: %(found)s."),
    "json.too_deep": _N("This is nested deeper than %(limit)s levels."),
    "json.too_big": _N("The file is larger than %(limit)s bytes."),
    "json.too_many_parts": _N("The file has more than %(limit)s parts."),
    "json.not_utf8": _N("The file is not in UTF-8: byte %(byte)s cannot be read."),
    "json.not_json": _N("This is not JSON: line %(line)s, column %(column)s cannot be read."),
    "json.double_key": _N("This key stands twice in the same object."),
}
