hop record --no-auth -t -s EARLIEST kafka://broker.example/desk.events -o events.hop
hop replay --no-auth events.hop kafka://broker.example/desk.copy --speed max
