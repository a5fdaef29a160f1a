"""Cases: the person or community at risk, one record behind all their pages."""
