"""Invented towns in which ways of planning outreach are tried against one another. No person in them is real."""
