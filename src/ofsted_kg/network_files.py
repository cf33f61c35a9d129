"""A network as a file for other tools: GraphML, GEXF (Gephi) or JSON (node-link, as d3 reads it).

The same network always gives the same bytes: nothing of a file tells when it was written, or with which release.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

if TYPE_CHECKING:
    from ofsted_kg.network import Network

_GEXF: Final = "http://www.gexf.net/1.2draft"


def to_graphml(network: Network) -> bytes:
    """The network as GraphML."""
    import networkx as nx

    content = BytesIO()
    nx.write_graphml_xml(network, content, named_key_ids=True, encoding="utf-8")
    return content.getvalue() + b"\n"


def to_gexf(network: Network) -> bytes:
    """The network as GEXF 1.2, without the date that its writer puts in."""
    import networkx as nx

    ElementTree.register_namespace("", _GEXF)
    root = ElementTree.fromstring("\n".join(nx.generate_gexf(network, version="1.2draft")))
    for meta in root.findall(f"{{{_GEXF}}}meta"):
        root.remove(meta)
    content: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return content + b"\n"


def to_json(network: Network) -> bytes:
    """The network as node-link JSON: ``nodes`` with ``id``, ``links`` with ``source`` and ``target``."""
    import networkx as nx

    return json.dumps(nx.node_link_data(network, edges="links"), ensure_ascii=False, indent=1).encode() + b"\n"


WRITERS: Final[dict[str, Callable[[Network], bytes]]] = {"graphml": to_graphml, "gexf": to_gexf, "json": to_json}
"""By the ending of the file."""
