hop subscribe --no-auth -e -s EARLIEST kafka://broker.example/desk.circulars |
    jq -r '.subject | select(startswith("GRB 261104A"))'
