"""What the data set says of itself, for catalogues and for people: DCAT, VoID, DQV and PROV."""
