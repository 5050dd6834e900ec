"""Timelines to take away: entries with their sources, as tables, TimelineJS, calendars and pictures."""
