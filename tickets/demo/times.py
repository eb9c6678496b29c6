"""Ages and delays of the past tickets, in minutes."""

HOUR = 60
DAY = 24 * HOUR
