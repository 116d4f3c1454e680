"""The streams' own door: a second port, for what stays open.

The HTTP server keeps tens of kilobytes of each connection that was answered, and a task of each that is being answered.
Here the same application is asked, in the same process, in the same words; and where it answers with a source
(`kith.base.web.events`), the call ends, and what is left of it is a line that is written to when something happens.
"""
