"""What is true without a screen or a disk: terms, figures, rules, and Vietnamese text."""
