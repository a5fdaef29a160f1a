"""Letters on their way to offices: queued, sent one by one or as a digest, printed, bounced."""
