"""From a report as it is published to findings: one reader for each format, one way of splitting for all of them."""
