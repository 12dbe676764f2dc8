"""The plain words of the business: leads, deliveries, money, jobs. Standard library only."""
