"""What was read of a document is seen and corrected: chapters, sections, pictures of its pages."""
