"""Plans with their things to do, who has none, and what a topic ties together."""
