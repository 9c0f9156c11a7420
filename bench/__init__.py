"""Measurements, each beside a floor taken in the same run: a number alone says nothing of a machine."""
