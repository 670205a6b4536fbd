"""How the other item of a corrected pair read, so that the pair is found again under new numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Note it from now on; of pairs corrected before, the ids alone are known."""
    op.add_column("corrections", sa.Column("other_hash", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("corrections", "other_hash")
