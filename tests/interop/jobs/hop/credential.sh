hop auth add credentials.csv
hop subscribe --start -1 kafka://broker.example/desk.circulars
