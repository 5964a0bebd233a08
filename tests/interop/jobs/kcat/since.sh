kcat -C -b broker.example -t desk.circulars -o "s@$(date -d yesterday +%s000)" -e
