"""Where to connect and as whom: URLs, brokers, credentials, settings."""
