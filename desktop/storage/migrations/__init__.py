"""Alembic migrations; they never import the models."""
