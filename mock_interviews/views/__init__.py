"""Pages of the room. Public ones (the list, the briefs, the examples) are stored and don't come by here."""
