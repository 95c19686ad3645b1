"""What the tab of models has beyond its registers: steps, replication, re-evaluation, periods."""
