"""Remote triplestores: asked by SPARQL, filled and read back by what they speak."""
