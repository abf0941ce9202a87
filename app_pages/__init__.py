"""The pages of the app, and the pieces that they share."""
