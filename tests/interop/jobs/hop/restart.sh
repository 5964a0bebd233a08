hop run --no-auth -s EARLIEST handler:handle kafka://desk@broker.example/desk.alerts
