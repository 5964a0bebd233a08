kcat -C -b broker.example -t desk.circulars -o beginning -e |
    jq -r '.subject | select(startswith("GRB 261104A"))'
