hop subscribe --no-auth -s EARLIEST --output-dir saved kafka://broker.example/desk.events
