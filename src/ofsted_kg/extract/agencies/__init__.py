"""Document -> the partner agencies that it names, with their printed forms, types, mentions and roles."""

from ofsted_kg.extract.agencies.extraction import Partners, extract_agencies, extract_partners

__all__ = ["Partners", "extract_agencies", "extract_partners"]
