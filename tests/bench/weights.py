"""How heavy the pages of a real survey are: the demonstration's, in three languages, every question answered."""

from consult import clock, db
from consult.consultations.queries import communities, consultation_by_slug, plan
from consult.responses.service import start
from consult.responses.simulation import simulated_people
from consult.responses.story import Story
from consult.responses.values import Opening
from consult.web.public.drafts import COOKIE, hold
from surveys.routing import place
from tests import builders
from tests.bench.inside import compressed, first_visit
from tests.bench.site import Site
from tests.web.surveys import housing_repairs

SLUG = "housing-repairs"
Weighed = tuple[str, str, int]


def publish() -> None:
    """Open the demonstration's consultation for an organisation of its own."""
    with db.unit_of_work() as session:
        housing_repairs(session, builders.an_organisation(session, "Southmere Council"))


def heaviest(site: Site) -> list[Weighed]:
    """Return, for each language, a first visit in all, the heaviest page of questions, and the other pages."""
    found: list[Weighed] = []
    for language in ("en", "nl", "ar"):
        here = f"/{language}/consultations/{SLUG}"
        found.append((language, "first visit in all", sum(size for _, size in first_visit(site, here))))
        client, pages = site.app.test_client(), _answered(site, language)
        client.set_cookie(COOKIE, pages[0])
        sizes = {page: compressed(client, f"{here}/q/{page}") for page in pages[1:]}
        page = max(sizes, key=lambda name: sizes[name])
        found.append(
            (language, f"heaviest of {len(sizes)} pages of questions, answered: {page}", sizes[page])
        )
        found.append((language, "check your answers", compressed(client, f"{here}/check-answers")))
    return found


def _answered(site: Site, language: str) -> list[str]:
    """Make a draft of somebody who answered everything; return what their cookie holds, and the pages they saw."""
    with db.unit_of_work() as session:
        consultation = consultation_by_slug(session, SLUG)
        assert consultation is not None
        assert consultation.version_id is not None
        asked = plan(session, consultation.version_id)
        story = Story(people=200, seed=7, not_stated=0.0)
        weeks = [clock.week_of(clock.today())]
        people = simulated_people(asked, communities(session, consultation.id), story, weeks)
        longest = max(people, key=lambda person: len(person.answers))
        keys = site.app.extensions["consult"].keys
        draft = start(session, keys, consultation, asked, Opening(language), longest.answers)
    with site.app.test_request_context(f"/{language}/"):
        response = hold(site.app.make_response(""), draft.id)
    cookie = response.headers["Set-Cookie"].partition(";")[0].partition("=")[2]
    return [cookie, *place(asked, longest.answers).pages]
