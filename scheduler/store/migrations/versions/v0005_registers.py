"""Registers: what was checked, handed over, promised and decided."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("center", sa.String(80), nullable=False),
        sa.Column("register", sa.String(40), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due", sa.DateTime(), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'done', 'void')", name=op.f("ck_record_state")),
        sa.ForeignKeyConstraint(["center"], ["center.id"], name="fk_record_center_center"),
        sa.PrimaryKeyConstraint("id", name="pk_record"),
        sa.UniqueConstraint("center", "register", "key", name="uq_record_center_register_key"),
    )
    op.create_index("ix_record_center_register_day", "record", ["center", "register", "day"])
    op.create_index("ix_record_center_state_due", "record", ["center", "state", "due"])


def downgrade() -> None:
    op.drop_table("record")
