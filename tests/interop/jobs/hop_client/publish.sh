hop publish --no-auth -f VOEVENT kafka://broker.example/desk.copy event.xml
