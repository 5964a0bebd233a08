hop subscribe --no-auth -p kafka://broker.example/desk.alerts
