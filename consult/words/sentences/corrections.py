"""What changed between two versions of a survey, what it does to an answer, and what can be wrong with a correction."""

from consult.words.marking import _N

SENTENCES: dict[str, str] = {
    # an id that would stand for something else
    "survey.id_other_kind": _N(
        "“%(id)s” was a question of the kind “%(before)s”. Give a question of another kind a new id."
    ),
    "survey.id_came_back": _N(
        "“%(id)s” was taken away, and stood for “%(before)s”. Give what comes new in its place a new id."
    ),
    "survey.ids_swapped": _N(
        "“%(id)s” has the words that “%(other)s” had. Answers given before would say something else."
    ),
    # correcting a live survey
    "correction.not_published": _N(
        "This consultation is not published yet. Change its survey, then publish it."
    ),
    "correction.undecided": _N(
        "Answers in progress to “%(key)s”: say whether to keep them or to ask again, now that it was changed."
    ),
    "correction.changed_meanwhile": _N(
        "Somebody wrote another corrected survey meanwhile. Look at this one first."
    ),
    "correction.not_altered": _N("“%(key)s” was not changed, so there is nothing to decide about it."),
    # why an answer in progress was not kept
    "correction.meaning": _N("The question was changed and may mean something else now."),
    "correction.option": _N("What you chose is no longer offered."),
    "correction.limit": _N("Your answer does not fit the corrected question."),
    "correction.kind": _N("This is asked in another way now."),
    "correction.consent": _N("What you agree to was changed."),
    "correction.removed": _N("This is no longer asked."),
    # what changed between two versions
    "change.words": _N("Words in “%(language)s” (%(name)s): “%(before)s” became “%(after)s”."),
    "change.setting": _N("A setting (%(name)s): %(before)s became %(after)s."),
    "change.kind": _N("Another kind of question: %(before)s became %(after)s."),
    "change.condition": _N("Who is asked: %(before)s became %(after)s."),
    "change.required": _N("It must be answered now."),
    "change.not_required": _N("It need not be answered any more."),
    "change.required_when": _N("When it must be answered: %(before)s became %(after)s."),
    "change.constraint": _N("What an answer must be: %(before)s became %(after)s."),
    "change.constraint_message": _N(
        "What people are told of an answer that is no good, in “%(language)s”: “%(before)s” became “%(after)s”."
    ),
    "change.choice_filter": _N("Which choices are on offer: %(before)s became %(after)s."),
    "change.default": _N("The answer to begin with: %(before)s became %(after)s."),
    "change.calculation": _N("What is worked out (%(name)s): %(before)s became %(after)s."),
    "change.calculation_added": _N("“%(option)s” is worked out now."),
    "change.calculation_removed": _N("“%(option)s” is not worked out any more."),
    "change.calculation_moved": _N("“%(option)s” is worked out in another order."),
    "change.quota_added": _N("A quota was added (%(option)s)."),
    "change.quota_removed": _N("A quota was removed (%(option)s)."),
    "change.quota_moved": _N("A quota was moved (%(option)s)."),
    "change.page_added": _N("A page was added."),
    "change.page_removed": _N("A page was removed."),
    "change.page_moved": _N("A page was moved."),
    "change.page_condition": _N("Who is shown this page: %(before)s became %(after)s."),
    "change.question_added": _N("A question was added."),
    "change.question_removed": _N("A question was removed."),
    "change.question_moved": _N("A question was moved, on the page “%(page)s” now."),
    "change.option_added": _N("The choice “%(option)s” was added."),
    "change.option_removed": _N("The choice “%(option)s” was removed."),
    "change.option_moved": _N("The choice “%(option)s” was moved."),
    # what a change does to answers in progress
    "effect.kept": _N("Answers in progress are kept."),
    "effect.altered": _N("Answers in progress are kept as far as they still fit, unless you ask again."),
    "effect.asked_again": _N("Answers in progress that this touches are set aside. People are asked again."),
    "effect.dropped": _N("Answers in progress are dropped. People are told."),
    "effect.checked": _N(
        "Answers in progress are kept. They are checked anew when people go on: what is no good any more must be"
        " changed before it can be sent."
    ),
    "effect.needed": _N(
        "Answers in progress are kept. Who left it empty must answer, where they are asked, before they can send."
    ),
    "effect.path": _N(
        "Answers in progress are kept, but those to what somebody is not asked any more do not count."
    ),
    "effect.worked_out": _N("Answers in progress are kept. What follows from them is worked out anew."),
    "effect.remembered": _N(
        "Answers in progress are kept. For whom it was worked out already it stays as it was; for everybody else it is"
        " worked out in the new way."
    ),
    "effect.begun": _N(
        "Answers in progress are kept. Only who has answered nothing on this page yet sees it."
    ),
}
