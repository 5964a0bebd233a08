python replay_record.py
python replay_play.py
