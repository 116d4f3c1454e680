"""Mail to people: plain text, sent by a job after the commit, or kept for the owner where there is no mail server."""
