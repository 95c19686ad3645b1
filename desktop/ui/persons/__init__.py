"""A person's data: the whole record on paper, erasing on request, who is kept for too long."""
