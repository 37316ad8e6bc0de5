"""How written Vietnamese is read: one file for each kind of thing that a rule knows."""
