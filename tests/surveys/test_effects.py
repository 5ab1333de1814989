"""Nothing that is altered goes untold, and what is told of answers in progress is what becomes of them."""

from collections.abc import Callable
from typing import Any, get_args

import pytest

from consult.words.problems import sentence
from consult.words.sentences import SENTENCES
from surveys.answers import prefilled, read
from surveys.asking import Asking
from surveys.carrying import Given, Version
from surveys.changes import changes
from surveys.checking import check
from surveys.document import Page, Survey
from surveys.effects import Change, Effect
from surveys.in_progress import InProgress
from surveys.plan import Plan, compile_plan
from surveys.problems import Problem
from surveys.questions import KINDS
from surveys.routing import place
from tests.surveys.altering import altered, filled
from tests.surveys.corrected import first_version, option, question, text

Json = dict[str, Any]


def of_one_page(page: Page, **others: Any) -> Survey:
    return filled(Survey, pages=(page,), quotas=(), shuffle=(), **others)


def asking(kind: str) -> Page:
    return filled(Page, questions=(filled(KINDS[kind], kind=kind, id="asked"),), calculations=())


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_whatever_field_of_a_question_is_altered_is_told_with_what_it_does(kind: str) -> None:
    page = asking(kind)
    seen = 0
    for name, changed in altered(page.questions[0]):
        if name != "/kind":  # an answer never changes its kind under one id: see identity.py
            other = page.model_copy(update={"questions": (changed,)})
            is_told(of_one_page(page), of_one_page(other), name)
            seen += 1
    assert seen > len(KINDS[kind].model_fields)


def test_whatever_field_of_a_page_or_a_survey_is_altered_is_told_with_what_it_does() -> None:
    page = filled(Page, questions=())
    for name, changed in altered(page):
        if not name.startswith("/questions"):  # each is looked at above
            is_told(of_one_page(page), of_one_page(changed), name)
    survey: Survey = filled(Survey, pages=(page,))
    for name, changed in altered(survey.model_copy(update={"pages": ()})):
        if not name.startswith("/pages"):
            is_told(survey, changed.model_copy(update={"pages": survey.pages}), name)


def is_told(old: Survey, new: Survey, name: str) -> None:
    for before, after in ((old, new), (new, old)):
        found = changes(before, after)
        assert found, name
        for change in found:
            for told in (
                sentence(change, "en", "officer"),
                sentence(Problem(change.effect), "en", "officer"),
            ):
                assert told, (name, change)
                assert "%(" not in told, (name, change)
                assert not told.startswith(("change.", "effect.")), (name, change)


def test_every_effect_has_its_sentence() -> None:
    assert {one for one in SENTENCES if one.startswith("effect.")} == set(get_args(Effect))


# What is told of a correction, held against what it does to somebody who is in the middle of answering.

WET = {"op": "==", "args": [{"answer": "damp"}, {"value": "wet"}]}
NOT_DRY = {"op": "!=", "args": [{"this": True}, {"value": "dry"}]}
NEVER_DRY = {"op": "!=", "args": [{"property": "of"}, {"value": "dry"}]}
REPEAT = {
    "id": "room", "least": 0, "most": 3,
    "review_title": text("Rooms"), "entry_title": text("Room"), "another": text("Another room"),
}  # fmt: skip
SAID: Json = {"damp": "wet", "count": 3, "you_consent": True, "disability": "yes"}
"""What somebody said so far: nothing yet to what they wish, nor of what there is more."""


class InTheMiddle:
    """Somebody who answered some of a survey, and the correction of it."""

    def __init__(self, correct: Callable[[Json], object], given: Json | None = None) -> None:
        before, after = first_version(), first_version()
        before["pages"][1]["calculations"] = [{"id": "doubled", "value": {"answer": "count"}}]
        after["pages"][1]["calculations"] = [{"id": "doubled", "value": {"answer": "count"}}]
        correct(after)
        old, new = Survey.from_json(before), Survey.from_json(after)
        self.changes = changes(old, new)
        self.old, self.plan = compile_plan(old), compile_plan(new)
        self.before = given or SAID
        self.progress = moved(self.old, self.plan, self.before)

    @property
    def effects(self) -> set[Effect]:
        return {change.effect for change in self.changes}

    def only(self, code: str, effect: Effect) -> Change:
        """Return the change, which is the only one."""
        [change] = self.changes
        assert (change.code, change.effect) == (code, effect)
        return change

    def is_kept(self) -> bool:
        return self.progress.answers == self.before and not self.progress.aside

    def problems(self) -> list[tuple[str, str]]:
        """Return what keeps these answers from being sent."""
        return [(one.code, one.where) for one in check(self.plan, self.progress.answers).problems]


def moved(old: Plan, new: Plan, answers: Json) -> InProgress:
    versions = {"1": Version(old, {}), "2": Version(new, {})}
    page_by_page = InProgress()
    for page in old.pages:
        own = {key: answers[key] for key in answers if key in _keys(page)}
        form = {key: [str(one).lower() if one is True else str(one)] for key, one in own.items()}
        page_by_page = page_by_page.with_page(read(old, page.id, form, own), Asking("1", "en"))
    assert page_by_page.answers == answers
    return page_by_page.moved(versions, "2")


def _keys(page: Any) -> set[str]:
    own = {key for question in page.questions for key in question.keys}
    return own | ({page.consent_key} if page.consent_key else set())


def asked(survey: Json, page: int, number: int) -> Json:
    found: Json = survey["pages"][page]["questions"][number]
    return found


def test_a_constraint_that_is_altered_is_held_against_answers_already_given() -> None:
    rule = {"that": NOT_DRY, "message": text("Not dry.")}
    each = InTheMiddle(lambda survey: asked(survey, 0, 0).update(constraint=rule), {"damp": "dry"})
    told = [change for change in each.changes if change.code == "change.constraint"]
    assert [(one.where, one.effect) for one in told] == [
        ("/pages/0/questions/0/constraint/that", "effect.checked")
    ]
    assert told[0].parameters == {"name": "constraint/that", "before": "–", "after": ". != 'dry'"}
    messages = [change for change in each.changes if change.code == "change.constraint_message"]
    assert [(one.parameters["language"], one.effect) for one in messages] == [
        ("en", "effect.kept"), ("ar", "effect.kept"),
    ]  # fmt: skip
    assert each.is_kept()
    assert each.problems() == [("answer.constraint", "damp")]


def test_a_filter_that_is_altered_is_held_against_what_was_chosen() -> None:
    each = InTheMiddle(lambda survey: asked(survey, 0, 0).update(choice_filter=NEVER_DRY), {"damp": "dry"})
    assert each.only("change.choice_filter", "effect.checked").parameters["after"] == "of != 'dry'"
    assert each.is_kept()
    assert each.problems() == [("answer.not_offered", "damp")]


def test_what_must_be_answered_now_is_missing_where_it_was_left_empty() -> None:
    for correct in ({"required": True}, {"required_when": WET}):
        each = InTheMiddle(lambda survey, with_it=correct: asked(survey, 2, 0).update(with_it))
        assert each.effects == {"effect.needed"}
        assert each.is_kept()
        assert each.problems() == [("answer.required", "wish")]
    each = InTheMiddle(lambda survey: asked(survey, 0, 0).update(required=False), {"count": 3})
    each.only("change.not_required", "effect.kept")
    assert each.is_kept()
    assert each.problems() == []


def test_a_default_is_met_only_where_nothing_was_answered() -> None:
    each = InTheMiddle(lambda survey: asked(survey, 0, 2).update(default={"value": "Nothing"}))
    each.only("change.default", "effect.begun")
    assert each.is_kept()
    home, path = each.plan.page("home"), place(each.plan, each.before)
    assert prefilled(home, each.progress.answers, path.scope) == {"damp": ["wet"]}
    assert prefilled(home, {}, path.scope) == {"more": ["Nothing"]}


def test_an_answer_to_what_is_not_asked_any_more_is_kept_and_does_not_count() -> None:
    dry = {"op": "==", "args": [{"answer": "damp"}, {"value": "dry"}]}
    for correct, code in (
        (lambda survey: survey["pages"][1].update(condition=dry), "change.page_condition"),
        (lambda survey: asked(survey, 1, 0).update(condition=dry), "change.condition"),
    ):
        each = InTheMiddle(correct)
        assert each.only(code, "effect.path").parameters["after"] == "${damp} = 'dry'"
        assert each.is_kept()
        checked = check(each.plan, each.progress.answers)
        assert checked.problems == ()
        assert checked.values == {key: answer for key, answer in SAID.items() if key != "count"}


def test_a_calculation_is_worked_out_anew_from_what_was_kept() -> None:
    twice = {"op": "*", "args": [{"answer": "count"}, {"value": 2}]}
    each = InTheMiddle(lambda survey: survey["pages"][1]["calculations"][0].update(value=twice))
    told = each.only("change.calculation", "effect.worked_out")
    assert (told.key, told.where) == ("rooms", "/pages/1/calculations/doubled/value")
    assert (told.parameters["before"], told.parameters["after"]) == ("${count}", "${count} * 2")
    assert each.is_kept()
    assert place(each.old, SAID).scope.answers["doubled"] == 3
    assert place(each.plan, each.progress.answers).scope.answers["doubled"] == 6
    gone = InTheMiddle(lambda survey: survey["pages"][1].pop("calculations"))
    assert gone.only("change.calculation_removed", "effect.worked_out").parameters == {"option": "doubled"}


def test_what_a_calculation_remembered_stays_though_it_is_written_otherwise_now() -> None:
    first, then = ({"op": "once", "args": [{"value": value}]} for value in ("first", "then"))
    before, after = first_version(), first_version()
    for document, value in ((before, first), (after, then)):
        document["pages"][0]["calculations"] = [{"id": "drawn", "value": value}]
    old, new = Survey.from_json(before), Survey.from_json(after)
    [change] = changes(old, new)
    assert (change.code, change.effect) == ("change.calculation", "effect.remembered")
    versions = {"1": Version(compile_plan(old), {}), "2": Version(compile_plan(new), {})}
    kept = {"damp": "wet", **place(versions["1"].plan, {"damp": "wet"}).kept}
    assert kept["drawn"] == "first"
    assert place(versions["2"].plan, kept).kept == {"drawn": "first"}
    assert place(versions["2"].plan, {"damp": "wet"}).kept == {"drawn": "then"}


def test_a_limit_or_a_choice_less_keeps_the_answers_that_fit() -> None:
    for correct, lost in (
        (lambda survey: asked(survey, 1, 0).update(maximum=2), {"count": "limit"}),
        (lambda survey: asked(survey, 0, 0)["options"].pop(0), {"damp": "option"}),
        (lambda survey: asked(survey, 1, 0).update(maximum=9), {}),
        (lambda survey: asked(survey, 0, 0)["options"].append(option("mouldy")), {}),
        (lambda survey: asked(survey, 0, 0)["text"]["en"].update(text="Damp?"), {}),
    ):
        each = InTheMiddle(correct)
        assert each.effects == {"effect.altered"}
        assert {key: aside.reason for key, aside in each.progress.aside.items()} == lost


def test_a_question_that_is_taken_away_or_of_another_kind_is_told_as_it_is_carried() -> None:
    each = InTheMiddle(
        lambda survey: survey["pages"][1]["questions"].pop(0) and survey["pages"][1].pop("calculations")
    )
    assert {change.code: change.effect for change in each.changes}[
        "change.question_removed"
    ] == "effect.dropped"
    assert each.progress.aside["count"].reason == "removed"
    each = InTheMiddle(
        lambda survey: survey["pages"][1]["questions"].__setitem__(
            0, question("count", "short_text", limit=9)
        )
    )
    assert {change.code: change.effect for change in each.changes}["change.kind"] == "effect.asked_again"
    assert each.progress.aside["count"].reason == "kind"


def test_a_page_that_is_asked_of_each_of_several_now_is_asked_again_and_can_be_sent() -> None:
    each = InTheMiddle(lambda survey: survey["pages"][1].update(repeat=REPEAT))
    assert each.effects == {"effect.asked_again"}
    assert {key: aside.reason for key, aside in each.progress.aside.items()} == {"count": "kind"}
    assert each.problems() == []


def test_a_list_is_dropped_where_it_is_not_asked_and_asked_again_where_a_question_of_it_went() -> None:
    before, without, less = first_version(), first_version(), first_version()
    before["pages"][1]["repeat"] = less["pages"][1]["repeat"] = REPEAT
    del less["pages"][1]["questions"][1]
    given = {"damp": "wet", "room": [{"count": 3, "feeling": "bad"}]}
    old = Survey.from_json(before)
    for document, effect, reason in (
        (without, "effect.dropped", "removed"),
        (less, "effect.asked_again", "kind"),
    ):
        new = Survey.from_json(document)
        assert {change.effect for change in changes(old, new)} == {effect}
        versions = {"1": Version(compile_plan(old), {}), "2": Version(compile_plan(new), {})}
        progress = InProgress({key: Given(answer, Asking("1", "en")) for key, answer in given.items()}).moved(
            versions, "2"
        )
        assert {key: aside.reason for key, aside in progress.aside.items()} == {"room": reason}
        assert check(versions["2"].plan, progress.answers).problems == ()


def test_what_was_said_under_another_agreement_is_asked_again() -> None:
    def elsewhere(survey: Json) -> None:
        again = {**survey["pages"][3], "id": "again", "questions": [survey["pages"][3]["questions"].pop()]}
        survey["pages"][3]["questions"] = [
            {**question("carer", "about_you", options=[option("yes"), option("no")]),
             "prefer_not_to_say": text("Prefer not to say")},
        ]  # fmt: skip
        survey["pages"].append(again)

    each = InTheMiddle(elsewhere)
    told = {(change.code, change.key): change.effect for change in each.changes}
    assert told["change.question_moved", "disability"] == "effect.asked_again"
    assert each.progress.aside["disability"].reason == "consent"
