"""What the project promises to cost, measured: ``python -m benchmarks`` prints every table and writes docs/benchmarks.md.

A module ``bench_NAME`` here takes part by having ``tables(quick)``, which yields `ofsted-kg` tables (see
`benchmarks.table`); ``quick`` asks for what a few minutes allow.  Costs are processor time, so that other work on the
machine disturbs them little, and the last column is a ratio: what was measured, of what is allowed.
"""
