"""How Alembic reaches the database: through the engine it is handed, or the one in the settings."""

from alembic import context

from consult import settings
from consult.db import engine_for
from consult.models import Base


def run() -> None:
    """Run the migrations on the connection in `config.attributes`, or on the configured database."""
    connection = context.config.attributes.get("connection")
    if connection is None:
        with engine_for(settings.load().database_url).connect() as connection:
            run_on(connection)
    else:
        run_on(connection)


def run_on(connection: object) -> None:
    """Run the migrations on one connection, in one transaction."""
    context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)  # type: ignore[arg-type]
    with context.begin_transaction():
        context.run_migrations()


run()
