"""Changes, cancellations and status requests of declarations that are lodged."""
