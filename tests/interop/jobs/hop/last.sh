hop subscribe --no-auth -s -1 kafka://broker.example/desk.circulars
