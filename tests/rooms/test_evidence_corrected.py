"""Results of a survey that was corrected while it was open: joined by id, and where the words changed is said."""

from copy import deepcopy
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.consultations import correcting, service
from consult.consultations.queries import consultation_by_slug
from consult.consultations.values import ConsultationValue
from consult.evidence import queries
from consult.evidence.sealing import seal
from consult.evidence.tallied import tallied
from consult.evidence.verification import sealed_file, verify
from surveys.document import Survey
from tests import builders
from tests.rooms.test_evidence_room import answered, compile_now, said, treat_everything
from tests.surveys.corrected import first_version, option
from tests.web.officer import signed_in


def corrected() -> Survey:
    document = builders.survey_document()
    question = document["pages"][0]["questions"][0]
    question["text"]["en"] = "Should it really go ahead?"
    question["options"] = [option for option in question["options"] if option["id"] != "unsure"]
    question["options"].insert(0, {"id": "later", "text": {"en": "Later", "ar": "لاحقا"}})
    return Survey.from_json(document)


def a_corrected_consultation(session: Session) -> tuple[Actor, ConsultationValue]:
    """90 people answer, the survey is corrected, and 60 more answer."""
    actor = builders.an_organisation(session)
    builders.an_open_consultation(session, actor)
    first = consultation_by_slug(session, "repairs")
    assert first is not None
    answered(session, first, said("yes", "no"), 30)
    answered(session, first, said("unsure", "no"), 30)
    answered(session, first, said("no", "no"), 30)
    correcting.correct(session, actor, "repairs", corrected(), {"go-ahead": "ask_again"})
    second = consultation_by_slug(session, "repairs")
    assert second is not None
    answered(session, second, said("yes", "no"), 20)
    answered(session, second, said("later", "no"), 40)
    service.close(session, actor, "repairs")
    closed = consultation_by_slug(session, "repairs")
    assert closed is not None
    compile_now(session, closed)
    return actor, closed


def test_versions_are_joined_by_id_and_no_option_is_lost(session: Session) -> None:
    _, consultation = a_corrected_consultation(session)
    compilation = queries.desk(session, consultation).compilation
    assert compilation is not None
    [question] = compilation.results["questions"]
    counts = {
        option["id"]: count["count"]
        for option, count in zip(question["options"], question["counts"], strict=True)
    }
    assert counts == {"later": 40, "yes": 50, "no": 30, "unsure": 30}
    assert question["answered"]["count"] == 150
    assert str(question["text"]["en"]["text"]) == "Should it really go ahead?"


def test_the_results_say_where_the_words_changed(session: Session) -> None:
    _, consultation = a_corrected_consultation(session)
    compilation = queries.desk(session, consultation).compilation
    assert compilation is not None
    [question] = compilation.results["questions"]
    assert [one["versions"] for one in question["wordings"]] == [[2], [1]]
    assert [one["words"]["text"]["en"]["text"] for one in question["wordings"]] == [
        "Should it really go ahead?",
        "Should it go ahead?",
    ]
    assert question["asked_again_in"] == [2]


def test_where_nothing_was_corrected_the_results_have_no_more_than_they_had(session: Session) -> None:
    actor = builders.an_organisation(session)
    builders.an_open_consultation(session, actor)
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    answered(session, consultation, said("yes", "no"), 20)
    service.close(session, actor, "repairs")
    compile_now(session, consultation)
    compilation = queries.desk(session, consultation).compilation
    assert compilation is not None
    [question] = compilation.results["questions"]
    assert not {"wordings", "asked_again_in"} & set(question)


def test_a_sealed_record_holds_every_wording_and_still_verifies(
    session: Session, client: FlaskClient
) -> None:
    actor, consultation = a_corrected_consultation(session)
    treat_everything(session, actor, consultation)
    number = seal(session, actor, consultation)
    record = queries.record_by_number(session, number)
    assert record is not None
    [question] = record.content["results"]["questions"]
    assert len(question["wordings"]) == 2
    assert verify(sealed_file(record.body)).is_valid
    public = client.get(f"/en/evidence/{number}").text
    note = "The words of this question were corrected while people answered."
    for words in (
        note,
        "Version 1: Should it go ahead?",
        "Version 2: Should it really go ahead?",
        "Version 2: Later",
    ):
        assert words in public
    officer = signed_in(client, session, actor, Role.OFFICER).open("/officer/consultations/repairs/results")
    assert note in officer.words
    assert "Version 1: Should it go ahead?" in officer.words


def scale(*points: str) -> dict[str, Any]:
    document = first_version()
    document["pages"][1]["questions"][1]["points"] = [option(point) for point in points]
    return document


def test_a_scale_is_in_order_only_where_all_its_versions_agree_on_it() -> None:
    def joined(*versions: tuple[str, ...]) -> tuple[list[str], bool]:
        surveys = [Survey.from_json(scale(*points)) for points in versions]
        [one] = [one for one in tallied(surveys) if one.id == "feeling"]
        assert one.counted is not None
        return [each.id for each in one.options], one.counted.is_ordered

    assert joined(("bad", "good"), ("bad", "fair", "good")) == (["bad", "fair", "good"], True)
    assert joined(("fair", "good"), ("bad", "fair", "good")) == (["bad", "fair", "good"], True)
    assert joined(("good", "bad"), ("bad", "good")) == (["good", "bad"], False)


def test_what_protects_people_holds_in_every_version() -> None:
    old, new = first_version(), deepcopy(first_version())
    effects = new["pages"][0]["questions"][1]
    effects["max"] = 1
    effects["options"][0]["exclusive"] = True
    [one] = [each for each in tallied([Survey.from_json(new), Survey.from_json(old)]) if each.id == "effects"]
    assert (one.most, one.exclusive) == (2, frozenset({"none"}))
    del old["pages"][0]["questions"][1]["max"]
    [one] = [each for each in tallied([Survey.from_json(new), Survey.from_json(old)]) if each.id == "effects"]
    assert one.most is None
