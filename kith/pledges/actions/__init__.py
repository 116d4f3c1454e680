"""What people do with pledges."""
