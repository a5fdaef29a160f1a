"""The studio's and the worker's Django: it assembles, nobody imports it."""
