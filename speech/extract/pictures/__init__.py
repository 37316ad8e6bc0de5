"""Pictures: as documents, and of a document's pages."""
