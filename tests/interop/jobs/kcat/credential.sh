kcat -F credential.conf -C -t desk.circulars -o -1 -c 1
