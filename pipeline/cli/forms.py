"""How mentions are written after `sagsspor correct`: in its help, and in the error for another form."""

ENTITY_FORMS = "add:TEXT:LABEL[:NORM]  remove:TEXT  relabel:TEXT:LABEL[:NORM]  renorm:TEXT:NORM"
