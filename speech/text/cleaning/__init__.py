"""Odd text repaired at the door, with the way back to where it came from."""
