"""Tests of mail, against a real IMAP server (pymap, in a process of its own) and a real SMTP server (aiosmtpd)."""
