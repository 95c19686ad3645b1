"""The assistant that takes a spreadsheet or a Word table into a register, in four steps."""
