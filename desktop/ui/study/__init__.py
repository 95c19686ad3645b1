"""Study sessions in the window: who attended by unit, typed quickly, and who is below the bar."""
