"""Files made of graphs, for other tools."""
