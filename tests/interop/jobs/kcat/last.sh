kcat -C -b broker.example -t desk.circulars -o -1 -c 1
