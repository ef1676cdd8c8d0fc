"""What is written in plans: STT, headings, pieces of broken cells, old fonts, slips."""
