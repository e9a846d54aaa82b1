"""Certificates: applied for, issued, exchanged, cited, verified, used, withdrawn."""
