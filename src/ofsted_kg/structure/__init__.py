"""Text -> structure: lines, blocks, sections; nothing is interpreted yet and no offset ever moves."""

from ofsted_kg.structure.report import build_document

__all__ = ["build_document"]
