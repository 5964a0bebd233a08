kcat -C -b broker.example -t desk.events -o beginning -e -K '\x01' -D '\x02' > events
kcat -P -b broker.example -t desk.copy -K '\x01' -D '\x02' -l events
