"""What can be wrong with an answer, a draft or a receipt."""

from consult.words.marking import _N

SENTENCES: dict[str, str] = {
    "answer.required": _N("Choose or write an answer."),
    "answer.unknown_option": _N("This answer is not one of the choices. Choose one from the list."),
    "answer.unknown_question": _N("This answer belongs to no question here."),
    "answer.too_long": _N("Write at most %(limit)s characters. Spaces count too."),
    "answer.not_a_number": _N("Write this as a number, for example 12."),
    "answer.ambiguous_number": _N(
        "This can be read as two different numbers. Write it without a point or comma between thousands."
    ),
    "answer.not_whole": _N("Write a whole number, with nothing after the point."),
    "answer.too_many_decimals": _N("Write at most %(limit)s digits after the point."),
    "answer.too_small": _N("Write a number that is %(minimum)s or more."),
    "answer.too_large": _N("Write a number that is %(maximum)s or less."),
    "answer.day_missing": _N("Write the day too."),
    "answer.month_missing": _N("Write the month too."),
    "answer.year_missing": _N("Write the year too."),
    "answer.not_a_day": _N("Write the day as a number from 1 to 31."),
    "answer.not_a_month": _N("Write the month as a number from 1 to 12, or its name."),
    "answer.not_a_year": _N("Write all four digits of the year, for example 2026."),
    "answer.no_such_day": _N("This month has only %(days)s days."),
    "answer.too_early": _N("This must be %(earliest)s or later."),
    "answer.too_late": _N("This must be %(latest)s or earlier."),
    "answer.not_a_postcode": _N("Write a postcode. Its first part is enough."),
    "answer.unknown_area": _N("We did not find this postcode among the areas on our list. Check it."),
    "answer.exclusive": _N(
        "“%(option)s” cannot stand together with other answers. Keep it alone, or take it away."
    ),
    "answer.not_chosen": _N(
        "You wrote something beside “%(option)s”. Choose “%(option)s” too, or delete what you wrote."
    ),
    "answer.too_many": _N("Choose %(limit)s or fewer."),
    "answer.one_only": _N("Choose only one answer."),
    "answer.too_few": _N("Choose at least %(minimum)s."),
    "answer.too_few_entries": _N("Tell us about at least %(minimum)s."),
    "answer.too_many_entries": _N("You can tell us about at most %(limit)s."),
    "answer.entry_incomplete": _N("%(entry)s still needs answers."),
    "answer.not_offered": _N("This choice does not go with what you answered before. Choose another one."),
    "answer.constraint": _N("This answer does not fit. Check it, and change it."),
    "answer.consent_needed": _N(
        "To keep answers about you, we need your agreement. Tick the box, or leave these questions empty."
    ),
    "answer.bad_characters": _N(
        "There are characters in this answer that we cannot keep. Delete them and write them again."
    ),
    "answer.line_missing": _N("Answer this line too, or take back the other lines."),
    "answer.not_a_place": _N("Give a place from 1 to %(last)s, or none."),
    "answer.same_place": _N("You gave place %(place)s twice. Give each place only once."),
    "answer.place_missing": _N("You gave no place %(place)s. Give that one too."),
    "answer.total_left": _N("Together it must be %(total)s. There are %(left)s left to give."),
    "answer.total_over": _N("Together it must be %(total)s. You gave %(over)s too many."),
    "answer.wrong_type": _N("This answer has the wrong form."),
    "capacity.unknown": _N("Choose who you are answering for."),
    "draft.corrected": _N(
        "The questions were corrected while you answered. Please look at your answers again, then send them."
    ),
    "draft.gone": _N(
        "We could not find these answers. They may have been sent already, "
        "or the time to come back may be over."
    ),
    "draft.locked": _N("To protect your answers, enter your code to come back."),
    "entry.unknown": _N("We could not find this one. Everything else is still here."),
    "entry.gone": _N(
        "This was removed in the meantime. What you wrote is still here. Choose “Continue” to add it again."
    ),
    "entry.taken": _N(
        "You added another one in the meantime. What you wrote is still here. Choose “Continue” to add it as well."
    ),
    "mode.unknown": _N("“%(given)s” is not a way to answer. Use one of: %(expected)s."),
    "page.unknown": _N("There is no such page."),
    "question.unknown": _N("There is no such question."),
    "quota.reached": _N(
        "As many people as we can ask have answered already. Thank you for wanting to take part."
    ),
    "receipt.required": _N("Enter your receipt code."),
    "receipt.unknown": _N("We do not know this code. Check it and try again."),
    "receipt.sealed": _N("The results are final. These answers can no longer be changed."),
    "response.missing": _N("This is missing."),
    "response.unknown_field": _N("There is no such field. Use language, mode, capacity and answers."),
    "response.wrong_type": _N("This line is not one JSON object."),
    "response.empty": _N("There is nothing to send yet. Answer at least one question."),
    "resume.required": _N("Enter your code to come back."),
    "resume.unknown": _N("We do not know this code. Check it and try again."),
}
