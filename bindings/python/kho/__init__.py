"""The books of contraceptive supplies."""
