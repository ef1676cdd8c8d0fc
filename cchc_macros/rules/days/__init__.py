"""Days: deadlines, periods of data, rounds of reporting, years in texts."""
