"""What the models say of the matters of an item, beside what they say of the item."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Leave room: `models retag` fills it."""
    op.add_column("opinions", sa.Column("matters", sa.JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Forget them."""
    op.drop_column("opinions", "matters")
