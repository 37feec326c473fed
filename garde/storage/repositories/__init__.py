"""Reading and writing in the application's own words; rows stay in here."""
