hop subscribe --no-auth -e -s EARLIEST kafka://broker.example/desk.circulars | tail -n 1
