"""A knowledge graph of English children's-services inspections, with the sentence behind each answer."""
