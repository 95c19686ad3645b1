"""What offices below send and what goes back down: taken in, looked through, added up, answered."""
