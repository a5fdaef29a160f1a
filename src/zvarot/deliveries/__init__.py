"""What leaves the house: made only from a promise, recorded, announced, then forgotten."""
