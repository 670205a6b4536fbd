"""What was fetched from publication sites, so that only what is new is asked for."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, delete, insert, select

from pipeline.archive.columns import columns_of, made, now
from pipeline.archive.schema import fetched
from pipeline.archive.values import Fetched


def read_fetched(connection: Connection, site: str) -> tuple[Fetched, ...]:
    """Return what was fetched of a site, oldest meeting first."""
    rows = select(fetched).where(fetched.c.site == site).order_by(fetched.c.date, fetched.c.agenda)
    return tuple(made(Fetched, row) for row in connection.execute(rows))


def note_fetched(connection: Connection, site: str, agendas: Sequence[Fetched]) -> None:
    """Keep what was fetched of a site, in place of what was known of the same agendas."""
    forget_fetched(connection, site, [one.agenda for one in agendas])
    if agendas:
        connection.execute(
            insert(fetched), [{**columns_of(one), "site": site, "at": now()} for one in agendas]
        )


def forget_fetched(connection: Connection, site: str, agendas: Collection[str]) -> None:
    """Forget agendas of a site; they are new if they are listed again."""
    connection.execute(delete(fetched).where(fetched.c.site == site, fetched.c.agenda.in_(list(agendas))))
