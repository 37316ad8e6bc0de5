"""DOCX, and Word 2003's XML."""
