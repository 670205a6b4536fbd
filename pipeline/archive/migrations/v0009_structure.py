"""How surely minutes were read, and what was made; the meeting as read, where a person corrected it."""

from alembic import op
from sqlalchemy import Boolean, Column, Text, true

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; minutes kept before were all read exactly."""
    op.add_column("meetings", Column("structure", Text, nullable=False, server_default="{}"))
    op.add_column("meetings", Column("uncorrected", Text))
    op.add_column("items", Column("open", Boolean, nullable=False, server_default=true()))
    op.add_column("items", Column("case_number", Text, nullable=False, server_default=""))
    op.add_column("items", Column("made", Text, nullable=False, server_default="[]"))
