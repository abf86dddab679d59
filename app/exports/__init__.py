"""Taking out what was deposited: spreadsheets, lines for machines, documents."""
