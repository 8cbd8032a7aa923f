"""The lab: a page in the browser where every number of a link can be moved, and the JSON API behind it.

The server keeps no state: each request says the scenario, the link and the numbers that differ.
"""
