"""The first tables.

Constraint names are spelled out because later steps must be able to name them on both databases.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_PLAIN = ("edit", "duty", "roster_version", "roster", "leave_request", "forecast", "center_version", "center")


def upgrade() -> None:
    _create_centers()
    _create_rosters()
    _create_work()
    _create_audit()
    _protect_audit()


def downgrade() -> None:
    _unprotect_audit()
    for table in ("audit_head", "audit", "batch_item", "job", *_PLAIN):
        op.drop_table(table)


def _create_centers() -> None:
    op.create_table(
        "center",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_center"),
    )
    op.create_table(
        "center_version",
        sa.Column("center", sa.String(80), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["center"], ["center.id"], name="fk_center_version_center_center"),
        sa.PrimaryKeyConstraint("center", "number", name="pk_center_version"),
    )
    op.create_table(
        "forecast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("center", sa.String(80), nullable=False),
        sa.Column("center_version", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("frame", sa.LargeBinary(), nullable=False),
        sa.Column("meta", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["center", "center_version"],
            ["center_version.center", "center_version.number"],
            name="fk_forecast_center_center_version_center_version",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_forecast"),
    )
    op.create_index("ix_forecast_center_start", "forecast", ["center", "start"])
    op.create_table(
        "leave_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("center", sa.String(80), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("end", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.CheckConstraint('"start" < "end"', name=op.f("ck_leave_request_span")),
        sa.ForeignKeyConstraint(["center"], ["center.id"], name="fk_leave_request_center_center"),
        sa.PrimaryKeyConstraint("id", name="pk_leave_request"),
    )
    op.create_index("ix_leave_request_center_start", "leave_request", ["center", "start"])


def _create_rosters() -> None:
    op.create_table(
        "roster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("center", sa.String(80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.CheckConstraint('"first" <= "last"', name=op.f("ck_roster_period")),
        sa.ForeignKeyConstraint(["center"], ["center.id"], name="fk_roster_center_center"),
        sa.PrimaryKeyConstraint("id", name="pk_roster"),
        sa.UniqueConstraint("center", "name", name="uq_roster_center_name"),
    )
    op.create_table(
        "roster_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roster_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("center_version", sa.Integer(), nullable=True),
        sa.Column("cost", sa.JSON(), nullable=True),
        sa.Column("bound", sa.JSON(), nullable=True),
        sa.Column("seed", sa.BigInteger(), nullable=True),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("input_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "status IN ('draft', 'checked', 'submitted', 'published', 'superseded')",
            name=op.f("ck_roster_version_status"),
        ),
        sa.ForeignKeyConstraint(
            ["roster_id", "parent"],
            ["roster_version.roster_id", "roster_version.number"],
            name="fk_roster_version_roster_id_parent_roster_version",
        ),
        sa.ForeignKeyConstraint(["roster_id"], ["roster.id"], name="fk_roster_version_roster_id_roster"),
        sa.PrimaryKeyConstraint("id", name="pk_roster_version"),
        sa.UniqueConstraint("roster_id", "number", name="uq_roster_version_roster_id_number"),
    )
    published = sa.text("status = 'published'")
    op.create_index(
        "uq_roster_version_published",
        "roster_version",
        ["roster_id"],
        unique=True,
        sqlite_where=published,
        postgresql_where=published,
    )
    op.create_table(
        "duty",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("end", sa.DateTime(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["roster_version.id"], name="fk_duty_version_id_roster_version", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_id", "position", name="pk_duty"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("op", sa.JSON(), nullable=False),
        sa.Column("inverse", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["roster_version.id"], name="fk_edit_version_id_roster_version", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_edit"),
    )
    op.create_index("ix_edit_version_id", "edit", ["version_id"])


def _create_work() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(), nullable=True),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("state <> 'running' OR heartbeat_at IS NOT NULL", name=op.f("ck_job_heartbeat")),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed', 'stopped', 'crashed')", name=op.f("ck_job_state")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
    )
    op.create_index("ix_job_state_id", "job", ["state", "id"])
    op.create_table(
        "batch_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(120), nullable=False),
        sa.Column("center", sa.String(80), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("input_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'crashed')", name=op.f("ck_batch_item_state")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_batch_item"),
        sa.UniqueConstraint("batch", "center", name="uq_batch_item_batch_center"),
    )


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.UniqueConstraint("prev_hash", name="uq_audit_prev_hash"),
    )
    op.create_index("ix_audit_subject_row", "audit", ["subject", "row"])
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_single")),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.bulk_insert(head, [{"id": 1, "rows": 0, "hash": "0" * 64}])


def _protect_audit() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER audit_no_{event} BEFORE {event} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END"
            )
        # INSERT OR REPLACE deletes without firing the DELETE trigger.
        op.execute(
            "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit "
            "WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id OR prev_hash = NEW.prev_hash) "
            "BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit rows are never changed'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
    )


def _unprotect_audit() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event in ("update", "delete", "replace"):
            op.execute(f"DROP TRIGGER audit_no_{event}")
        return
    op.execute("DROP TRIGGER audit_no_change ON audit")
    op.execute("DROP FUNCTION audit_refuse()")
