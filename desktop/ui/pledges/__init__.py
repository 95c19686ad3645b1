"""What the tab of pledges has beside its registers: sheets to type into, lists of what is due."""
