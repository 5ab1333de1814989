"""The door for machines: is it alive, is it ready, what may robots read, where to report a flaw, what a survey is."""

from flask import Blueprint, Flask

from consult.web.routes import Route, register
from consult.web.system import views
from surveys.document import FORMAT

ROUTES = (
    Route("/health/live", views.live),
    Route("/health/ready", views.ready),
    Route("/metrics", views.metrics),
    Route("/robots.txt", views.robots),
    Route("/.well-known/security.txt", views.security_txt),
    Route(f"/schemas/survey-{FORMAT}.json", views.survey_schema),
)


def prepare(app: Flask) -> None:
    """Open this door in `app`."""
    blueprint = Blueprint("system", __name__)
    register(blueprint, ROUTES)
    app.register_blueprint(blueprint)
