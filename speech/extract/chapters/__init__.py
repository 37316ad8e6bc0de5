"""Chapters and titles, whatever the format."""
