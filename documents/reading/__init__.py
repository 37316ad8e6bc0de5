"""What will be read: previews of a text or a document, and choices for one place of it."""
