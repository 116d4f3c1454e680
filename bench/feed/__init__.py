"""What the order of Home does: a simulation through the real rules, real traces, and the time it takes.

The simulation shows mechanics, not human benefit: its people are drawn by chance, and what they would like, answer or
pass on is assumed. No row of it is a measurement of any other network.
"""
