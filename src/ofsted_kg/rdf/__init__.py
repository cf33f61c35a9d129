"""RDF at both ends of the house: Turtle in (`vocabulary_reader`), named graphs out (`graph`)."""
