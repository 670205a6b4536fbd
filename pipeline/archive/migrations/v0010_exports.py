"""What case systems state besides text: status, version, absence, order, supplements, earlier treatment."""

from alembic import op
from sqlalchemy import Boolean, Column, Integer, String, Text, false

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what was kept before was minutes, and stated none of this."""
    op.add_column("meetings", Column("absent", Text, nullable=False, server_default="[]"))
    op.add_column("meetings", Column("system", String(40), nullable=False, server_default=""))
    op.add_column("meetings", Column("status", String(20), nullable=False, server_default="minutes"))
    op.add_column("meetings", Column("stamp", String(40), nullable=False, server_default=""))
    op.add_column("meetings", Column("not_released", Text, nullable=False, server_default="[]"))
    op.add_column("items", Column("neutral_title", Text, nullable=False, server_default=""))
    op.add_column("items", Column("order", Integer, nullable=False, server_default="0"))
    op.add_column("items", Column("supplement", Boolean, nullable=False, server_default=false()))
    op.add_column("items", Column("absent", Text, nullable=False, server_default="[]"))
    op.add_column("items", Column("earlier", Text, nullable=False, server_default="[]"))
