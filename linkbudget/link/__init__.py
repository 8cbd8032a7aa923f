"""One link: its terms, its budget from transmitter to margin, and what can be inverted from it."""
