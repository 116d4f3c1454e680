"""What may be asked for, and where answers may go."""
