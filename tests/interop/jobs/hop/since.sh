hop subscribe --no-auth -j --start '1d ago' kafka://broker.example/desk.circulars
