"""What must stay true of offers."""
