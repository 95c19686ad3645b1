"""What the clerk does: one function per deed, one transaction each."""
