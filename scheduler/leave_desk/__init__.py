"""Leave requests at work: filed, signed, handed over, and looked after every night, over the database."""
