"""Floor 0: code lists, identifiers, lifecycle, members, typed settings, events."""
