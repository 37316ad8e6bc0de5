"""Engines turn chunks of text into audio. Adding one: a folder here and a line in ``registry.py``."""
