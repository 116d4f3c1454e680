"""What is decided about pledges: clocks, places, the record, changes, and whether a post is about the topic."""
