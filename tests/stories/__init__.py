"""Whole journeys over real HTTP, with real mail files, a real worker and a real database."""
