hop subscribe --no-auth --start -1 kafka://broker.example/desk.circulars
