"""Pages that are only pictures, read with Tesseract.

One limited child for each page: ``sheets`` makes pixels of it, ``cleaning``, ``straight`` and ``rules`` take away what
is not text, ``tesseract`` recognises, ``rows`` and ``marks`` make lines of it. ``crew`` runs the children side by side.
"""
