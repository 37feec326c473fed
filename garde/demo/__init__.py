"""The demonstration: invented services at real Brussels postcodes, and a year of their rotas."""
