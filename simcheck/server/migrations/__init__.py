"""The steps from one form of the server's database to the next, run by Alembic at each start."""
