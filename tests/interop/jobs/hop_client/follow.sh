hop subscribe --no-auth kafka://broker.example/desk.alerts
