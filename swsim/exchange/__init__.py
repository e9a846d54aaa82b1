"""Floor 4: moves bytes between participants; knows brokers, not customs."""
