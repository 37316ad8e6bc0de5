"""Faults on purpose for a running site: a page, a task and a document that fail with errors full of secrets."""
