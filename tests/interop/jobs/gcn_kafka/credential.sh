set -a; . ./credential.env
python credential.py
