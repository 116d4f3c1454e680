"""What is done about webhooks, one function an intention."""
