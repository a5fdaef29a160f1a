"""Message: people write a few lines to a person at risk; they are read, printed on cards, sent."""
