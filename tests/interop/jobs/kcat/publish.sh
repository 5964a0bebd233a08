kcat -P -b broker.example -t desk.copy event.xml
