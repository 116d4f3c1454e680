"""What things cost, each as a ratio to a limit taken in the same run: `bin/bench [NAME …] [--quick] [--json]`.

Like is compared with like: the limit for an answer is a bare ASGI application under the same HTTP server that gives the
same bytes from memory. Rounds are interleaved, and the median counts. CPU is that of the whole process tree of the
server, PostgreSQL and Valkey included; the client that asks is not part of it.
"""
