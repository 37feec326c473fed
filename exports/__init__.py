"""The press: neutral, already localised views in; bytes out. Knows no database, web or solver."""
