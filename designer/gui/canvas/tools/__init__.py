"""Gestures as state machines: one class a state; every state returns to idle on Escape."""
