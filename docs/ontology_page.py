"""Makes ``docs/ontology.html``, the ontology as pyLODE shows it: run it with ``python docs/ontology_page.py``.

``make docs`` rewrites the page, ``tests/test_docs.py`` compares it.  pyLODE shows the members of a union in another order
each time; here they are sorted, and indentation is left out, so that the same ontology gives the same bytes.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
ONTOLOGY: Final = ROOT / "ontology" / "ofsted-kg.ttl"
PAGE: Final = ROOT / "docs" / "ontology.html"
_MEMBER: Final = r"<span>\n<a [^\n]*\n<sup [^\n]*\n</span>\n"
_OR: Final = '<span class="cardinality">or</span>\n'
_UNION: Final = re.compile(f"(?:{_MEMBER}{_OR})+{_MEMBER}")


def ontology_page() -> str:
    """The page in HTML, one file that needs no other."""
    from pylode import OntPub
    from rdflib import Graph

    logging.disable(logging.INFO)
    found = OntPub(ontology=Graph().parse(ONTOLOGY)).make_html()
    logging.disable(logging.NOTSET)
    lines = (line.strip() for line in str(found).splitlines())
    return _UNION.sub(_sorted, "\n".join(line for line in lines if line)) + "\n"


def _sorted(union: re.Match[str]) -> str:
    return _OR.join(sorted(union[0].split(_OR)))


def main() -> None:
    """Rewrite the page."""
    PAGE.write_text(ontology_page(), "utf-8")


if __name__ == "__main__":
    main()
