hop subscribe --no-auth -j -s EARLIEST kafka://broker.example/desk.circulars |
    jq -r '.subject | select(startswith("GRB 261104A"))'
