"""One registry of actions: menus, tool bar, context menus, command palette and key sheet are made from it."""
