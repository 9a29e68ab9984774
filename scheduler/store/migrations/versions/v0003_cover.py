"""Covers of sudden absences, with their end and the hand-back note."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("center", sa.String(80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("missing", sa.String(80), nullable=False),
        sa.Column("post", sa.String(80), nullable=False),
        sa.Column("stand_in", sa.String(80), nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("ended", sa.DateTime(), nullable=True),
        sa.Column("dual", sa.Boolean(), nullable=False),
        sa.Column("own_post", sa.String(80), nullable=True),
        sa.Column("without", sa.JSON(), nullable=False),
        sa.Column("shift", sa.String(80), nullable=False),
        sa.Column("called_in", sa.Boolean(), nullable=False),
        sa.Column("cause", sa.String(12), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("hand_back", sa.JSON(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.CheckConstraint('"start" < "until"', name=op.f("ck_cover_span")),
        sa.CheckConstraint("cause IN ('absent', 'left_post')", name=op.f("ck_cover_cause")),
        sa.ForeignKeyConstraint(["center"], ["center.id"], name="fk_cover_center_center"),
        sa.PrimaryKeyConstraint("id", name="pk_cover"),
    )
    op.create_index("ix_cover_center_day", "cover", ["center", "day"])
    still = sa.text("ended IS NULL")
    op.create_index(
        "uq_cover_open",
        "cover",
        ["center", "missing", "post", "start"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )


def downgrade() -> None:
    op.drop_table("cover")
