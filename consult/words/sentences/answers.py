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
    "answer.exclusive": _N(
        "“%(option)s” cannot stand together with other answers. Keep it alone, or take it away."
    ),
    "answer.too_many": _N("Choose %(limit)s or fewer."),
    "answer.one_only": _N("Choose only one answer."),
    "answer.too_few": _N("Choose at least %(minimum)s."),
    "answer.consent_needed": _N(
        "To keep answers about you, we need your agreement. Tick the box, or leave these questions empty."
    ),
    "answer.bad_characters": _N(
        "There are characters in this answer that we cannot keep. Delete them and write them again."
    ),
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
    "mode.unknown": _N("“%(given)s” is not a way to answer. Use one of: %(expected)s."),
    "page.unknown": _N("There is no such page."),
    "question.unknown": _N("There is no such question."),
    "receipt.unknown": _N("We do not know this code. Check it and try again."),
    "receipt.sealed": _N("The results are final. These answers can no longer be changed."),
    "response.missing": _N("This is missing."),
    "response.unknown_field": _N("There is no such field. Use language, mode, capacity and answers."),
    "response.wrong_type": _N("This line is not one JSON object."),
    "response.empty": _N("There is nothing to send yet. Answer at least one question."),
    "resume.unknown": _N("We do not know this code. Check it and try again."),
}
