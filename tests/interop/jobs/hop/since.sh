hop subscribe --no-auth -j --since '1d ago' kafka://broker.example/desk.circulars
