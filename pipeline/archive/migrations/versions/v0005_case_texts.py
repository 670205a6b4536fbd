"""How each matter read that was put into a case, so that it keeps its case under another number."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Note it from the next question on; until then a matter goes by its id."""
    op.add_column("cases", sa.Column("text_hash", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("cases", "text_hash")
