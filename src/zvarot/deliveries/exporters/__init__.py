"""The three files of a delivery: CSV, XLSX and PDF, each from plain rows."""
