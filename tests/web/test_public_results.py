"""What people read while there is no evidence yet, and when it is interim, corrected, or in another language."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult import clock
from consult.audit.actor import Actor
from consult.codes import CodeKeys
from consult.consultations import service as consultations
from consult.consultations.queries import consultation_by_slug, plan
from consult.consultations.values import ConsultationValue
from consult.evidence import queries, service
from consult.evidence.compiling import compiled, keep
from consult.evidence.models import EvidenceRecord
from consult.evidence.sealing import seal
from consult.evidence.terms import DecisionKind, DispositionKind, Strength
from consult.responses import sending
from consult.responses import service as responses
from consult.responses.values import Opening
from consult.tenders.models import Stage, Tender
from surveys.text import Text, direction
from surveys.versions import canonical, fingerprint
from tests import builders
from tests.browser import check_page
from tests.web.sealed import said_in, table
from tests.web.statements import counted

KEYS = CodeKeys({1: b"1" * 32})
REASON = Text.of({"en": "Because people said so."})
SLUG = "repairs"
MOST_STATEMENTS = 6


def page(client: FlaskClient, address: str, language: str = "en") -> str:
    """Return a page that has no fault."""
    answer = client.get(f"/{language}/{address}")
    assert answer.status_code == 200
    assert check_page(answer.text, language=language, direction=direction(language), resident=True) == []
    return answer.text


def answered(
    session: Session, consultation: ConsultationValue, answers: Mapping[str, Any], times: int
) -> None:
    assert consultation.version_id is not None
    own = plan(session, consultation.version_id)
    for _ in range(times):
        draft = responses.start(session, KEYS, consultation, own, Opening("en"), dict(answers))
        sending.send(session, KEYS, draft.id, own)


def said(go_ahead: str, disability: str) -> dict[str, Any]:
    return {"go-ahead": go_ahead, "about-you_consent": True, "disability": disability}


def a_closed_consultation(session: Session, disabled: int = 35) -> tuple[Actor, ConsultationValue]:
    """75 people without a disability, more of them in favour, and `disabled` with one, most of them against."""
    actor = builders.an_organisation(session)
    builders.an_open_consultation(session, actor, SLUG)
    consultation = named(session)
    answered(session, consultation, said("yes", "no"), 40)
    answered(session, consultation, said("no", "no"), 20)
    answered(session, consultation, said("unsure", "no"), 15)
    in_favour = 10 if disabled > 20 else 0
    answered(session, consultation, said("yes", "yes"), in_favour)
    answered(session, consultation, said("no", "yes"), disabled - in_favour)
    consultations.close(session, actor, SLUG)
    return actor, named(session)


def named(session: Session) -> ConsultationValue:
    found = consultation_by_slug(session, SLUG)
    assert found is not None
    return found


def compile_now(session: Session, consultation: ConsultationValue) -> None:
    session.commit()
    found = compiled(consultation.id, lambda _done, _total: None)
    assert found is not None
    keep(session, found)


def answer_everything(
    session: Session,
    actor: Actor,
    consultation: ConsultationValue,
    kind: DispositionKind = DispositionKind.ACCEPTED,
) -> None:
    """Make one finding of every candidate, and decide."""
    for one in queries.desk(session, consultation).candidates:
        if one["state"] != "open":
            continue
        silent = one["kind"] == "not_heard"
        number = service.write_finding(
            session,
            actor,
            consultation,
            statement=Text.of({"en": f"What {one['key']} says."}),
            communities=[one["community"]] if one["community"] else [],
            supports=[{"kind": "not_heard", "id": one["community"]}]
            if silent
            else [{"kind": "question", "id": one["question"], "options": ["no"]}],
            strength=Strength.WEAK,
            treats=[one["key"]],
        )
        respond(session, actor, consultation, number, kind)
    words = {"reason": REASON, "body": REASON, "role": REASON}
    service.decide(session, actor, consultation, DecisionKind.CHANGE, **words)


def respond(
    session: Session, actor: Actor, consultation: ConsultationValue, number: int, kind: DispositionKind
) -> None:
    given = service.Answer(
        kind,
        REASON,
        Text.of({"en": "Head of housing"}),
        Text.of({"en": "the housing team"}),
        date(2027, 3, 1),
    )
    service.answer(session, actor, consultation, number, given)


def sealed(session: Session, disabled: int = 35) -> tuple[Actor, ConsultationValue, int]:
    actor, consultation = a_closed_consultation(session, disabled)
    compile_now(session, consultation)
    answer_everything(session, actor, consultation)
    number = seal(session, actor, consultation)
    session.commit()
    return actor, consultation, number


# before there is evidence


def test_while_people_answer_the_results_page_says_until_when(client: FlaskClient, session: Session) -> None:
    builders.an_open_consultation(session, builders.an_organisation(session), SLUG)
    html = page(client, f"consultations/{SLUG}/results")
    assert "There are no results yet" in html
    assert "People can still answer, until 31 December 2099." in html
    assert done_and_now(html) == ([], "People answer.")


def test_after_closing_it_says_how_far_the_public_body_has_come(
    client: FlaskClient, session: Session
) -> None:
    _, consultation = a_closed_consultation(session)
    session.commit()
    html = page(client, f"consultations/{SLUG}/results")
    assert "This closed on" in html
    assert done_and_now(html)[1].startswith("The answers are counted.")
    compile_now(session, consultation)
    session.commit()
    done, now = done_and_now(page(client, f"consultations/{SLUG}/results"))
    assert len(done) == 2
    assert now.startswith("The public body says what was found")


def done_and_now(html: str) -> tuple[list[str], str]:
    steps = re.findall(r"<li>(.*?)</li>", html.split("What happens next")[1].split("</ol>", maxsplit=1)[0])
    done = [step for step in steps if ">Done<" in step]
    now = next(step for step in steps if ">Now<" in step)
    return done, re.sub(r"<[^>]+>", "", now).removesuffix(" Now")


def test_it_says_before_which_day_the_answers_are_due_where_that_is_known(
    client: FlaskClient, session: Session
) -> None:
    _, consultation = a_closed_consultation(session)
    session.commit()
    assert "No day is set" in page(client, f"consultations/{SLUG}/results")
    tender = session.get_one(Tender, consultation.tender_id)
    tender.notice_on = clock.today() + timedelta(days=10)
    session.commit()
    assert "The answers are due before that." in page(client, f"consultations/{SLUG}/results")
    tender.notice_on = clock.today() - timedelta(days=10)
    session.commit()
    assert "No day is set" in page(client, f"consultations/{SLUG}/results")


def test_a_purchase_that_goes_on_before_there_are_results_is_told(
    client: FlaskClient, session: Session
) -> None:
    _, consultation = a_closed_consultation(session)
    session.commit()
    assert "moved on first" not in page(client, f"consultations/{SLUG}/results")
    session.get_one(Tender, consultation.tender_id).stage = Stage.AWARD
    session.commit()
    html = page(client, f"consultations/{SLUG}/results")
    assert "The purchase moved on first" in html
    assert "A supplier has been chosen" in html


def test_what_was_never_published_has_no_results_and_no_public_record(
    client: FlaskClient, session: Session
) -> None:
    builders.a_draft_consultation(session, builders.an_organisation(session), SLUG)
    session.commit()
    for address in (f"consultations/{SLUG}/results", f"tenders/ocds-000000-for-{SLUG}"):
        assert client.get(f"/en/{address}").status_code == 404


def test_a_purchase_nobody_wrote_about_still_has_a_public_record(
    client: FlaskClient, session: Session, database: Engine
) -> None:
    builders.an_open_consultation(session, builders.an_organisation(session), SLUG)
    session.commit()
    with counted(database) as statements:
        html = page(client, f"tenders/ocds-000000-for-{SLUG}")
    assert len(statements) <= MOST_STATEMENTS
    assert "Open now" in html
    assert "No evidence is sealed yet." in html


# evidence


def test_a_group_that_departs_stands_on_the_face_of_the_finding(
    client: FlaskClient, session: Session
) -> None:
    _, _, number = sealed(session)
    record = queries.record_by_number(session, number)
    assert record is not None
    found = next(one for one in record.content["candidates"] if one["kind"] == "divergence")
    finding = next(one for one in record.content["findings"] if "objection:go-ahead" in one["treats"])
    html = page(client, f"evidence/{number}")
    face = html.split(f'id="finding-{finding["number"]}"')[1].split("</section>")[0]
    assert found["figures"]["yes"] == {"count": 25, "of": 35}
    assert "This group answered differently from the others." in face
    assert "71% (25 of 35) of this group, 27% (20 of 75) of those who said they do not belong to it" in plain(
        face
    )


def plain(html: str) -> str:
    return re.sub(r"[\u2066-\u2069]", "", html)


def test_nobody_is_said_and_a_few_are_not_told_apart_from_fewer(
    client: FlaskClient, session: Session
) -> None:
    _, _, number = sealed(session, disabled=0)
    html = page(client, f"evidence/{number}")
    assert "Not heard. Nobody from this group answered." in html
    assert said_in(table(html, "by-group").rows[0][1][0]) == "nobody 40 aimed for"


def test_too_few_are_never_counted_on_the_page(client: FlaskClient, session: Session) -> None:
    _, _, number = sealed(session, disabled=7)
    html = page(client, f"evidence/{number}")
    assert "Too few people from this group answered to show a result." in html
    assert said_in(table(html, "by-group").rows[0][1][0]) == "too few to show 40 aimed for"
    for name in ("by-group", "question-go-ahead-table", "by-week"):
        boxes = [said_in(box) for _, row in table(html, name).rows for box in row]
        assert not [words for words in boxes if re.search(r"\b7\b", words)]


def test_words_missing_in_a_language_say_which_they_are_in(client: FlaskClient, session: Session) -> None:
    _, _, number = sealed(session)
    html = page(client, f"evidence/{number}", "ar")
    assert '<span lang="en" dir="ltr">Head of housing</span>' in html
    assert '<p class="govuk-body" lang="en" dir="ltr">Because people said so.</p>' in html
    assert "هل ينبغي المضي قدما؟" in html


def test_interim_evidence_says_so_and_leads_to_what_took_its_place(
    client: FlaskClient, session: Session
) -> None:
    actor, consultation = a_closed_consultation(session)
    compile_now(session, consultation)
    answer_everything(session, actor, consultation, DispositionKind.NEEDS_MORE)
    first = seal(session, actor, consultation)
    session.commit()
    for address in (f"evidence/{first}", f"consultations/{SLUG}/results", f"tenders/ocds-000000-for-{SLUG}"):
        assert "nterim" in page(client, address)
    html = page(client, f"evidence/{first}")
    assert "Still to be done by the housing team until 1 March 2027." in html
    assert "There is a newer record" not in html
    for finding in queries.desk(session, consultation).findings:
        respond(session, actor, consultation, finding.number, DispositionKind.PARTLY)
    second = seal(session, actor, consultation)
    session.commit()
    assert (
        f'href="/en/evidence/{second}"'
        in page(client, f"evidence/{first}").split("There is a newer record")[1]
    )
    html = page(client, f"evidence/{second}")
    assert f"It takes the place of evidence record {first}." in html
    assert "nterim" not in html
    assert f'href="/en/evidence/{second}"' in page(client, f"consultations/{SLUG}/results")


def test_a_candidate_set_aside_is_published_with_its_reason(client: FlaskClient, session: Session) -> None:
    actor, consultation = a_closed_consultation(session)
    compile_now(session, consultation)
    aside = next(one for one in queries.desk(session, consultation).candidates if one["kind"] == "divergence")
    reason = Text.of({"en": "It is the same people as in the other finding."})
    service.set_aside(session, actor, consultation, aside["key"], reason)
    answer_everything(session, actor, consultation)
    number = seal(session, actor, consultation)
    session.commit()
    part = page(client, f"evidence/{number}").split('id="set-aside"')[1]
    assert "It is the same people as in the other finding." in part
    assert "Disabled people" in part


def test_a_scale_that_was_compared_whole_is_said_without_a_share(
    client: FlaskClient, session: Session
) -> None:
    _, _, number = sealed(session)
    whole = {"community": "disabled", "question": "go-ahead", "option": None, "measure": "cliffs_delta"}
    figures = {
        "interval": [-0.6, -0.3],
        "is_clear": False,
        "yes": {"count": None, "of": 30},
        "no": {"count": None, "of": 60},
    }
    divergence = {**whole, **figures, "difference": -0.5}
    copied = a_copy(session, number, results={"divergences": [divergence]})
    part = page(client, f"evidence/{copied}").split('id="findings"')[1]
    assert "The answers of this group lie closer to “Yes” than those of people" in part
    assert "The difference is large, but could be chance." in part
    further = a_copy(session, number, results={"divergences": [{**divergence, "difference": 0.5}]})
    assert "lie further from “Yes”" in page(client, f"evidence/{further}")


def a_copy(session: Session, number: int, results: Mapping[str, Any]) -> int:
    """Seal a record like `number`, with other results: what services would never write, but may one day read."""
    row = session.query(EvidenceRecord).filter_by(number=number).one()
    record = queries.record_by_number(session, number)
    assert record is not None
    highest = max(found for (found,) in session.query(EvidenceRecord.number))
    body = canonical(
        {**record.content, "number": highest + 1, "results": {**record.content["results"], **results}}
    )
    copy = EvidenceRecord(
        organisation_id=row.organisation_id,
        consultation_id=row.consultation_id,
        tender_id=row.tender_id,
        number=highest + 1,
        body=body,
        fingerprint=fingerprint(body),
        sealed_at=row.sealed_at,
    )
    session.add(copy)
    session.commit()
    return highest + 1


@pytest.mark.parametrize("cell", ["withheld", "nearly_none", "nearly_all", "too_few"])
def test_every_word_for_a_withheld_figure_is_said(client: FlaskClient, session: Session, cell: str) -> None:
    _, _, number = sealed(session)
    record = queries.record_by_number(session, number)
    assert record is not None
    community = {**record.content["results"]["communities"][0]}
    hidden = {"kind": cell, "count": None, "at_least": 812, "at_most": 877}
    community |= {"stated": {**community["stated"], "yes": hidden}, "rate": None, "ratio": None}
    copied = a_copy(session, number, results={"communities": [community]})
    html = page(client, f"evidence/{copied}")
    words = {
        "withheld": "not shown, to protect others",
        "nearly_none": "nearly none",
        "nearly_all": "nearly all",
    }
    assert said_in(table(html, "by-group").rows[0][1][0]).startswith(words.get(cell, "too few to show"))
    assert "812" not in html.split('id="seal"')[0]
    assert "877" not in html.split('id="seal"')[0]
