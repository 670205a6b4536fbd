"""The sha256 of the file that a document was read from."""

from alembic import op
from sqlalchemy import Column, String

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of what was kept before it is not known."""
    op.add_column("documents", Column("sha256", String(64), nullable=False, server_default=""))
