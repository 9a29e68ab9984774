"""Run by Alembic for every command: it uses the connection that scheduler.store.migrate opened.

There is no alembic.ini: the address of the database is known only at run time.
"""

from alembic import context

from scheduler.store.schema import Base

# SQLite can roll back CREATE and ALTER TABLE once the driver leaves transactions to us.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
