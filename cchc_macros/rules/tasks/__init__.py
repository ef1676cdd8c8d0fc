"""Work: tasks, who is given what, statuses, reminders, remedies, what is missing."""
