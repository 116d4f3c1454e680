"""What is kept: the database, its migrations, and the files people upload."""
