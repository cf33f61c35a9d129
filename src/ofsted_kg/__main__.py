"""``python -m ofsted_kg`` is ``ofsted-kg``."""

from ofsted_kg.cli import main

main()
