"""Files of case systems built for tests, all invented: what a test names of them, and no more."""

from lxml import etree

from pipeline.config import load_config
from pipeline.minutes.document import File
from pipeline.minutes.exports.xml import parse_xml

LIMITS = load_config().minutes


def parsed(xml: str) -> etree._Element:
    """Return the root of an XML file, as readers of exports are given it."""
    return parse_xml(File(name="fil.xml", data=xml.encode(), config=LIMITS)).root


def escaped(html: str) -> str:
    """Return HTML as it stands in XML that holds no CDATA."""
    return html.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
