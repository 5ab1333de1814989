"""The schema that migrations make is the schema the tables say, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect

from consult.models import Base


def test_migrations_and_tables_agree(database: Engine) -> None:
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_record_belongs_to_an_organisation(database: Engine) -> None:
    exempt = {"organisations", "alembic_version"}
    homeless = []
    for table in set(inspect(database).get_table_names()) - exempt:
        column = {entry["name"]: entry for entry in inspect(database).get_columns(table)}.get(
            "organisation_id"
        )
        if column is None or column["nullable"]:
            homeless.append(table)
    assert homeless == []
