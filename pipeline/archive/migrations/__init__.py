"""How an archive of any age becomes one of today: one file a step, applied on opening.

A new step is a file `v<number>_<what>.py` with `revision`, `down_revision`
and `upgrade`, as alembic reads them; set `schema.HEAD` to it and change
`schema` to what the step leaves behind: a test compares the two.
"""
