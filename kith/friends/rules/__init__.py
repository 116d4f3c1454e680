"""What is decided and said about friends. Pure."""
