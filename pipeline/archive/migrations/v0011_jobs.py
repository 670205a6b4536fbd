"""Jobs of a server, and the lines they told."""

from alembic import op
from sqlalchemy import JSON, Boolean, Column, DateTime, ForeignKey, Integer, String, Text, false

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "jobs",
        Column("number", Integer, primary_key=True),
        Column("kind", String(40), nullable=False),
        Column("about", JSON, nullable=False),
        Column("by", Text, nullable=False),
        Column("state", String(20), nullable=False, index=True),
        Column("stopping", Boolean, nullable=False, server_default=false()),
        Column("asked", DateTime, nullable=False),
        Column("begun", DateTime),
        Column("ended", DateTime),
        Column("result", JSON),
    )
    op.create_table(
        "job_lines",
        Column("job", Integer, ForeignKey("jobs.number", ondelete="CASCADE"), primary_key=True),
        Column("position", Integer, primary_key=True, autoincrement=False),
        Column("subject", String(80), nullable=False),
        Column("step", String(40), nullable=False),
        Column("text", Text, nullable=False),
        Column("data", JSON, nullable=False),
    )
