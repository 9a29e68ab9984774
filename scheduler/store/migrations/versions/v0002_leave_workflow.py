"""Leave requests whole, every step of theirs, and dated delegations."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _columns() -> tuple[sa.Column[object], ...]:
    """What is added, with what rows of before get: nothing is known of their way."""
    return (
        sa.Column("name", sa.String(80), nullable=False, server_default=""),
        sa.Column("days", sa.Double(), nullable=False, server_default="0"),
        sa.Column("chain", sa.Text(), nullable=False, server_default=""),
        sa.Column("steps", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("signed", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("evidence", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("flags", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("submitted", sa.DateTime(), nullable=True),
        sa.Column("handover", sa.JSON(), nullable=True),
        sa.Column("filed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("extension", sa.JSON(), nullable=True),
        sa.Column("back_at", sa.DateTime(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
    )


def upgrade() -> None:
    for column in _columns():
        op.add_column("leave_request", column)
    op.execute("UPDATE leave_request SET name = 'R' || id")
    op.create_index("uq_leave_request_name", "leave_request", ["center", "name"], unique=True)
    op.create_table(
        "leave_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("leave_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("actor", "role", "action", "before", "after", "reason", "article")
        ),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["leave_id"], ["leave_request.id"], name="fk_leave_step_leave_id_leave_request", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_leave_step"),
    )
    op.create_index("ix_leave_step_leave_id", "leave_step", ["leave_id"])
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("center", sa.String(80), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("deputy", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.CheckConstraint('"start" <= "end"', name=op.f("ck_delegation_span")),
        sa.ForeignKeyConstraint(["center"], ["center.id"], name="fk_delegation_center_center"),
        sa.PrimaryKeyConstraint("id", name="pk_delegation"),
    )
    op.create_index("ix_delegation_center", "delegation", ["center"])


def downgrade() -> None:
    op.drop_table("delegation")
    op.drop_table("leave_step")
    op.drop_index("uq_leave_request_name", "leave_request")
    for column in reversed(_columns()):
        op.drop_column("leave_request", column.name)
