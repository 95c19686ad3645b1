"""Files in and out: submissions, and later spreadsheets and merging."""
