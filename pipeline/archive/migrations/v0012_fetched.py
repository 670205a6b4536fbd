"""What was fetched from publication sites."""

from alembic import op
from sqlalchemy import Column, DateTime, String, Text

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "fetched",
        Column("site", String(255), primary_key=True),
        Column("agenda", String(80), primary_key=True),
        Column("committee", Text, nullable=False),
        Column("date", String(10), nullable=False),
        Column("name", Text, nullable=False),
        Column("stamp", String(64), nullable=False),
        Column("sha256", String(64), nullable=False),
        Column("meeting", String(255), nullable=False),
        Column("at", DateTime, nullable=False),
    )
