"""What really happened, by center, table and day."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "actuals",
        sa.Column("center", sa.String(80), nullable=False),
        sa.Column("part", sa.String(12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=False),
        sa.CheckConstraint("part IN ('attendance', 'service', 'reviews')", name="ck_actuals_part"),
        sa.ForeignKeyConstraint(["center"], ["center.id"], name="fk_actuals_center_center"),
        sa.PrimaryKeyConstraint("center", "part", "day", name="pk_actuals"),
    )


def downgrade() -> None:
    op.drop_table("actuals")
