hop subscribe --no-auth -j -s EARLIEST kafka://broker.example/desk.circulars |
    jq -r '.header.subject | select(startswith("GRB 261104A"))'
