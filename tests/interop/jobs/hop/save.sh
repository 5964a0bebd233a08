hop subscribe --no-auth -t -s EARLIEST --output-dir saved kafka://broker.example/desk.events
