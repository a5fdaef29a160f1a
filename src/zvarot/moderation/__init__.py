"""Messages of solidarity: read by two people, printed as cards, sent in dated batches."""
