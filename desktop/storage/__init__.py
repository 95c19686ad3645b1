"""The office book: engine, registers, migrations, figures, search and integrity."""
