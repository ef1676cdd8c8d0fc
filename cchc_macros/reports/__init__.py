"""The consolidated report: what it says, in the words such reports use. Pure but for its charts."""
