kcat -C -b broker.example -t desk.events -o beginning -e -D '\x02' |
    while IFS= read -r -d $'\x02' event; do printf %s "$event" > "event-$((number++)).xml"; done
