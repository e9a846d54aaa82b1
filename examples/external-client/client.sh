#!/usr/bin/env bash
# Plays the traders of Panama in a run of swsim, with mosquitto_sub and mosquitto_pub.
#
#     bash client.sh RUN/seats/pa-trd.json
#
# It waits until goods are announced from Japan, lodges import.xml, prints every answer,
# pays the duties that customs asks for, and ends when the goods are released.
set -eu

here=$(dirname "$0")
seat=$1

# The value of a key of the seat file, which holds one on each line.
say() { sed -n 's/^ "'"$1"'": "\{0,1\}\([^",]*\)"\{0,1\},\{0,1\}$/\1/p' "$seat"; }

# Both programs read their options here, so that no password is on a command line.
XDG_CONFIG_HOME=$(mktemp -d)
export XDG_CONFIG_HOME
trap 'rm -rf "$XDG_CONFIG_HOME"; kill "${listener:-}" 2>/dev/null || true' EXIT
umask 077
{
  printf -- '-h %s\n-p %s\n' "$(say host)" "$(say port)"
  [ "$(say user)" = null ] || printf -- '-u %s\n-P %s\n' "$(say user)" "$(say password)"
} >"$XDG_CONFIG_HOME/mosquitto_pub"
cp "$XDG_CONFIG_HOME/mosquitto_pub" "$XDG_CONFIG_HOME/mosquitto_sub"

# send DOCUMENT: publish standard input to our single window, with QoS 1.
send() {
  topic=$(say publish | sed "s/{to}/pa-sw/; s/{document}/$1/")
  mosquitto_pub -t "$topic" -q 1 -s
  echo "-> $1"
}

# The first value of an element in the message at hand.
value() { sed -n "s|.*<$1[^>]*>\([^<]*\)</$1>.*|\1|p" <<<"$body" | head -n 1; }

pay() {
  mrn=$(sed -n '/<Declaration>/,$p' <<<"$body" | sed -n 's:.*<ID>\(.*\)</ID>.*:\1:p')
  # The MessageID is our own choice: as long as it is the same, we pay only once.
  sed "s/@message@/00000000-0000-4000-8000-000000000001/
       s/@conversation@/$(value md:ConversationID)/
       s/@answered@/$(value md:MessageID)/
       s/@lrn@/$(sed -n 's:.*<FunctionalReferenceID>\(.*\)</.*:\1:p' <<<"$body" | tail -n 1)/
       s/@mrn@/$(head -n 1 <<<"$mrn")/
       s/@now@/$(value ds:DateTimeString)/
       s/@reference@/$(value ReferenceID)/
       s/@currency@/$(sed -n 's:.*<PaymentAmount currencyID="\(...\)".*:\1:p' <<<"$body")/
       s/@amount@/$(value PaymentAmount)/" "$here/payment.xml" | send payment
}

answered() {
  case $(value NameCode) in
    1) echo "   accepted" ;;
    2) echo "   rejected: $(value Description)" ;;
    4) echo "   released" && exit 0 ;;
    9) echo "   waits for its arrival" ;;
    "") echo "   duties to pay" && pay ;;
    *) echo "   $(value NameCode)" ;;
  esac
}

# With this client id and a lasting session (-c), what came before us waits for us.
# Each message comes as one line: its topic, and its bytes in hexadecimal.
exec 3< <(exec mosquitto_sub -i "$(say client_id)" -c -q 1 -t "$(say subscribe)" -F '%t %x')
listener=$!
while read -r topic bytes <&3; do
  document=${topic##*/}
  [ "$document" != receipt ] || continue # of the transport, no answer to anything
  body=$(printf '%b' "$(sed 's/../\\x&/g' <<<"$bytes")")
  echo "<- $document"
  case $document in
    declaration) send declaration <"$here/import.xml" ;;
    response) answered ;;
  esac
done
