"""What a user can do: functions over a Pipeline, grouped by subject. Each opens one edit."""
