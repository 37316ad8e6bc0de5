"""Formats that LibreOffice has to convert first."""
