"""Document -> the partner agencies that it names, with their printed forms, types and mentions."""

from ofsted_kg.extract.agencies.extraction import extract_agencies

__all__ = ["extract_agencies"]
