"""Verbs that write: one function per event in the office, one transaction each. They never ask who may."""
