"""What if: the same chance under other settings, and what that changes."""
