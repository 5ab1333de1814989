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
    "survey.repeat_about_you": _N(
        "Nobody can agree for somebody else. Ask about the person once, on a page of its own, and never in a repeat."
    ),
    "survey.repeat_file": _N("A repeat cannot ask for files. Ask for them on a page of its own."),
    "survey.repeat_first": _N("A survey cannot begin with a repeat. Put a page before it."),
    "survey.repeat_empty": _N("Nothing is asked of the entries. Put a question on this page."),
    "survey.shuffle_unknown_page": _N("There is no page “%(page)s” to put into another order."),
    "survey.shuffle_twice": _N("The page “%(page)s” is put into another order twice."),
    "survey.shuffle_apart": _N("Pages in a random order must follow one another."),
    "survey.shuffle_fixed": _N(
        "The page “%(page)s” has its fixed place: the first page and pages about the person are the same for everybody."
    ),
    # before publishing: logic
    "survey.condition_never": _N("This condition can never hold: nobody would ever be asked."),
    "survey.condition_always": _N("This condition always holds. Leave it out."),
    "survey.page_never": _N("Nothing on this page would ever be asked."),
    "survey.required_never": _N("This can never hold, so nobody would ever have to answer. Leave it out."),
    "survey.required_always": _N(
        "This always holds. Mark the question as one that must be answered instead."
    ),
    "survey.constraint_never": _N("This refuses every answer there can be."),
    "survey.constraint_always": _N("This accepts every answer there can be. Leave it out."),
    "survey.filter_never": _N("With this, no choice would ever be on offer."),
    "survey.filter_always": _N("With this, every choice is always on offer. Leave it out."),
    "survey.filter_without_choices": _N("There are no choices here that could be left out."),
    "survey.default_not_here": _N(
        "An agreement, and what people say about themselves, is never filled in for them."
    ),
    "survey.time_decides": _N(
        "The day may not decide this: what people are asked follows from their answers alone. Use it in a "
        "constraint or a default, or in a calculation that remembers it with “once”."
    ),
    "survey.time_kept": _N(
        "From this one could read on which day somebody answered, which nobody may know. Remember only how today "
        "compares with another day, or how many whole years lie between."
    ),
    "survey.once_part": _N(
        "Put “once” around the whole calculation. What is only a part of it can be a calculation of its own."
    ),
    "survey.once_in_repeat": _N("Inside a repeat nothing is remembered. Put this on a page of its own."),
    "survey.once_about_you": _N(
        "What people say about themselves is not remembered: it must go when they take back their consent."
    ),
    # before publishing: expressions
    "survey.expression_unknown_question": _N("There is no question and no calculation “%(question)s”."),
    "survey.expression_unknown_option": _N("The question “%(question)s” has no choice “%(option)s”."),
    "survey.expression_unknown_property": _N(
        "“%(property)s” is not something the choices here say of themselves. For an answer, write ${%(property)s}."
    ),
    "survey.expression_wrong_type": _N(
        "This needs another kind of value here: %(expected)s. It has: %(found)s."
    ),
    "survey.expression_no_this": _N("There is no answer here that “.” could stand for."),
    "survey.expression_many_entries": _N(
        "“%(question)s” has an answer in every entry. Say which you mean, or use a sum, a count or the like."
    ),
    "survey.expression_mixed_repeats": _N("This looks at the entries of two repeats at once."),
    "survey.expression_own_entries": _N(
        "“%(question)s” is in this repeat, whose entries can be counted or added up only on a later page."
    ),
    "survey.expression_same_page": _N(
        "This looks at “%(question)s” on the same page. Move what depends on it to a later page."
    ),
    "survey.expression_forward": _N("This looks at “%(question)s”, which is known only later."),
    "survey.expression_shuffled": _N(
        "This looks at “%(question)s”, which may come after it: both are in the same random order."
    ),
    "survey.expression_not_in_repeat": _N("Only inside a repeat is there a position."),
    "survey.expression_once_outside": _N("Only a calculation can remember a value with “once”."),
    "survey.expression_cycle": _N("These wait for one another, so none of them can be known: %(names)s."),
    "survey.expression_not_constant": _N(
        "Write this out here. It cannot be computed or taken from an answer."
    ),
    "survey.expression_bad_pattern": _N(
        "This pattern cannot be used. It may have at most %(limit)s characters, and no counts that multiply."
    ),
    "survey.expression_bad_date": _N("“%(date)s” is not a date. Write dates like 2026-11-30."),
    "survey.expression_bad_format": _N("Dates cannot be written with “%(code)s” here."),
    # the text form of expressions
    "expression.too_long": _N("Write at most %(limit)s characters here."),
    "expression.too_much": _N(
        "All expressions typed into this survey may have %(limit)s characters together."
    ),
    "expression.bad_characters": _N("This contains characters that cannot be shown."),
    "expression.open_quote": _N("Line %(line)s, column %(column)s: this quotation mark is never closed."),
    "expression.open_name": _N("Line %(line)s, column %(column)s: write ${name} for an answer."),
    "expression.unknown_sign": _N("Line %(line)s, column %(column)s: “%(sign)s” means nothing here."),
    "expression.path": _N(
        "Line %(line)s, column %(column)s: paths cannot be used. For an answer, write ${name}."
    ),
    "expression.expected_value": _N(
        "Line %(line)s, column %(column)s: an answer, a number or a text is missing here."
    ),
    "expression.expected_operator": _N(
        "Line %(line)s, column %(column)s: something is missing before “%(found)s”, such as “and” or “=”."
    ),
    "expression.open_bracket": _N("Line %(line)s, column %(column)s: this bracket is never closed."),
    "expression.bad_name": _N("Line %(line)s, column %(column)s: there is nothing named “%(name)s”."),
    "expression.bad_number": _N("Line %(line)s, column %(column)s: this number cannot be kept exactly."),
    "expression.unknown_function": _N("Line %(line)s, column %(column)s: there is no “%(function)s”."),
    "expression.foreign_function": _N(
        "Line %(line)s, column %(column)s: “%(function)s” works in other systems, but not in this one."
    ),
    "expression.wrong_arity": _N(
        "Line %(line)s, column %(column)s: “%(function)s” takes %(minimum)s to %(limit)s values."
    ),
    "expression.too_many": _N("Line %(line)s, column %(column)s: there can be at most %(limit)s in a row."),
    "expression.too_deep": _N(
        "Line %(line)s, column %(column)s: this is nested deeper than %(limit)s levels. Use a calculation for a part."
    ),
    # answers said again in texts
    "piping.open_brace": _N("Line %(line)s, column %(column)s: this brace is never closed."),
    "piping.stray_brace": _N("Line %(line)s, column %(column)s: for a brace itself, write \\}."),
    "piping.bad_name": _N(
        "Line %(line)s, column %(column)s: the id of a question must follow. For a brace itself, write \\{."
    ),
    "piping.bad_form": _N("Line %(line)s, column %(column)s: “plural” or “select” and a comma must follow."),
    "piping.bad_branch": _N(
        "Line %(line)s, column %(column)s: a form and its words in braces must follow, such as one {# home}."
    ),
    "piping.double_branch": _N("Line %(line)s, column %(column)s: “%(branch)s” is there twice."),
    "piping.no_other": _N("Line %(line)s, column %(column)s: the form “other” is missing for “%(name)s”."),
    "piping.too_deep": _N(
        "Line %(line)s, column %(column)s: there are more than %(limit)s forms within one another."
    ),
    "piping.unknown_name": _N(
        "Line %(line)s, column %(column)s: there is no question and no calculation “%(name)s”."
    ),
    "piping.same_page": _N(
        "Line %(line)s, column %(column)s: “%(name)s” is on the same page. Say it again on a later one."
    ),
    "piping.forward": _N("Line %(line)s, column %(column)s: “%(name)s” is known only later."),
    "piping.shuffled": _N(
        "Line %(line)s, column %(column)s: “%(name)s” may come after this: both are in the same random order."
    ),
    "piping.not_here": _N(
        "These words are read where nobody has answered, so no answer can be said again here."
    ),
    "piping.many_entries": _N("Line %(line)s, column %(column)s: “%(name)s” has an answer in every entry."),
    "piping.wrong_type": _N(
        "Line %(line)s, column %(column)s: “%(name)s” is %(found)s. This needs another kind of value: %(expected)s."
    ),
    "piping.unknown_option": _N(
        "Line %(line)s, column %(column)s: the question “%(name)s” has no choice “%(option)s”."
    ),
    "piping.missing_category": _N(
        "Line %(line)s, column %(column)s: the form “%(category)s” is missing, which “%(language)s” needs."
    ),
    "piping.unused_category": _N(
        "Line %(line)s, column %(column)s: “%(language)s” has no form “%(category)s”. Leave it out."
    ),
    # before publishing: words
    "survey.words_missing": _N("These words are missing in “%(language)s”."),
    "survey.words_stale": _N(
        "The words in “%(language)s” were made from words that have changed since. Check them again."
    ),
    "survey.words_unreviewed": _N("The words in “%(language)s” have not been checked by a person."),
    "survey.no_easy_read": _N(
        "These words have no Easy Read form in “%(language)s”: readers get them as they are."
    ),
    "survey.foreign_recording": _N(
        "This recording is not kept by this service. Add it first, and write the address that you are given."
    ),
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
