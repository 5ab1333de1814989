"""The composition root: everything the service is made of, in one list."""

from flask import Flask
from whitenoise import WhiteNoise

from consult import db, files, mail
from consult.codes import CodeKeys
from consult.jobs import queue
from consult.settings import Settings, load
from consult.web import (
    components,
    compression,
    days,
    errors,
    locale,
    officer,
    public,
    security,
    sizes,
    system,
)
from consult.web.installation import Installation
from consult.work import service as work


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application for `settings` (by default those of the environment)."""
    chosen = settings or load()
    app = Flask("consult", template_folder=str(files.project_folder("templates")), static_folder=None)
    app.secret_key = chosen.secret_key.get_secret_value()
    app.extensions["consult"] = Installation(chosen, CodeKeys(chosen.keys))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.bind(db.engine_for(chosen.database_url))
    files.keep_under(chosen.data_dir)
    mail.send_through(chosen.post)
    work.on_left(queue.nudge_through(chosen))
    for part in (locale, days, sizes, security, errors, components, system, public, officer, compression):
        part.prepare(app)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # Flask's documented way to add middleware
        app.wsgi_app, root=components.STATIC, prefix="static/", immutable_file_test=components.is_hashed
    )
    return app
