"""The parts of the one generic page that every register's declaration fills."""
