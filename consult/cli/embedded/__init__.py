"""The queue server that the demonstration and the tests carry with them."""
