kcat -C -b broker.example -t desk.alerts -o end -u
