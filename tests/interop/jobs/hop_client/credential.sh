hop auth add credentials.csv
hop subscribe -e -s EARLIEST kafka://broker.example/desk.circulars | tail -n 1
