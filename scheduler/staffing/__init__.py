"""From a forecast and service targets to heads: queues, uncertain rates, shrinkage, need."""
