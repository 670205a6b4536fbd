"""An archive as OParl 1.1 (oparl.org): meetings, items and cases by names that other programs know.

Only what the archive knows for certain is given; what the standard has no field for stands in fields
that begin with "sagsspor:".
"""

from pipeline.app.oparl.export import OParl as OParl
from pipeline.app.oparl.objects import write_oparl as write_oparl
