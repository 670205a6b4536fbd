"""At which change of the archive each meeting last changed, for what follows a growing archive."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Note it from now on; what is there already changed before anything that asks."""
    op.add_column("meetings", sa.Column("changed", sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_meetings_changed", "meetings", ["changed"])


def downgrade() -> None:
    """Forget it."""
    op.drop_index("ix_meetings_changed", "meetings")
    op.drop_column("meetings", "changed")
