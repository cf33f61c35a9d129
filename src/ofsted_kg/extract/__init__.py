"""Structure -> facts: one module for each kind of fact, none of which knows another."""

from ofsted_kg.extract.report import extract_facts

__all__ = ["extract_facts"]
