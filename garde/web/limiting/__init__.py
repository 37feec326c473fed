"""How much of the data interface one visitor may use, without knowing who that is."""
