"""Which skills an advert asks for: the catalogue (data) and the matcher. Pure: text in, hits out."""
