"""Plays the traders of Panama in a run of swsim, with nothing but an MQTT client.

    python client.py RUN/seats/pa-trd.json

It waits until goods are announced from Japan, lodges the import declaration of
import.xml, prints every answer, pays the duties that customs asks for, and ends when
the goods are released. Needs paho-mqtt.
"""

import json
import sys
import uuid
import xml.etree.ElementTree as ET
from pathlib import Path

import paho.mqtt.client as mqtt

MD = "{urn:swsim:datamodel:MetaData:1}"
RES = "{urn:swsim:datamodel:RES:1}"
ENVELOPE = """\
<md:MetaData xmlns:md="urn:swsim:datamodel:MetaData:1">
  <md:CommunicationMetaData>
    <md:MessageID>{message}</md:MessageID>
    <md:ConversationID>{conversation}</md:ConversationID>
    <md:InReplyToID>{answered}</md:InReplyToID>
  </md:CommunicationMetaData>
  {document}
</md:MetaData>"""
PAYMENT = """\
<PaymentNotice xmlns="urn:swsim:datamodel:PAY:1" xmlns:ds="urn:swsim:datamodel:DS:1">
    <FunctionCode>9</FunctionCode>
    <FunctionalReferenceID>{lrn}-P</FunctionalReferenceID>
    <DeclarationID>{mrn}</DeclarationID>
    <IssueDateTime>
      <ds:DateTimeString formatCode="304">{now}</ds:DateTimeString>
    </IssueDateTime>
    <TypeCode>917</TypeCode>
    <Payer><Name>Exercise Quetzal Trading 43 (PA)</Name><ID>PAX0000043</ID></Payer>
    <Payment>
      <MethodCode>A</MethodCode>
      <ReferenceID>{reference}</ReferenceID>
      <PaymentAmount currencyID="{currency}">{amount}</PaymentAmount>
    </Payment>
  </PaymentNotice>"""
# The codes of a Response, from UN/EDIFACT 7365.
MEANING = {
    "1": "accepted",
    "2": "rejected",
    "4": "released",
    "5": "to be examined",
    "6": "documents wanted",
    "7": "held",
    "9": "waits for its arrival",
}

# The file says where the broker is, who we are there, and which topics are ours.
seat = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
seen = set()  # ids of the messages that we know: the same one may come twice


def connected(client, userdata, flags, reason, properties):
    """Subscribe at each connection: a broker that was restarted may have forgotten."""
    client.subscribe(seat["subscribe"], qos=1)


def send(client, document, body):
    """Publish a document to our single window: QoS 1, never retained."""
    topic = seat["publish"].format(to="pa-sw", document=document)
    client.publish(topic, body, qos=1)
    print("->", document)


def received(client, userdata, message):
    """Look at what came; the last two levels of the topic say from whom, and what."""
    *_, sender, document = message.topic.split("/")
    if document == "receipt":  # "stored": of the transport, no answer to anything
        return
    envelope = ET.fromstring(message.payload)
    head = envelope.find(f"{MD}CommunicationMetaData")
    if head.findtext(f"{MD}MessageID") in seen:
        return
    seen.add(head.findtext(f"{MD}MessageID"))
    print("<-", document, "from", sender)
    if document == "declaration":  # the export data of Japan: the goods will come
        # A bare document opens a case of its own; swsim puts the envelope round it.
        send(client, "declaration", Path(__file__).with_name("import.xml").read_bytes())
    elif document == "response":
        answered(client, head, envelope.find(f"{RES}Response"))


def answered(client, head, response):
    """Tell what a Response says; pay, or leave when the goods are released."""
    for error in response.findall(f"{RES}Error"):
        print("  ", error.findtext(f"{RES}Description"))
    asked = response.find(f"{RES}Declaration/{RES}DutyTaxFee/{RES}Payment")
    code = response.findtext(f"{RES}Status/{RES}NameCode")
    print("  ", "duties to pay" if asked is not None else MEANING.get(code, code))
    if asked is not None:
        pay(client, head, response, asked)
    elif code == "4":
        client.disconnect()


def pay(client, head, response, asked):
    """Pay what is asked, in the same case: an envelope says which that is."""
    declaration = response.find(f"{RES}Declaration")
    amount = asked.find(f"{RES}PaymentAmount")
    notice = PAYMENT.format(
        lrn=declaration.findtext(f"{RES}FunctionalReferenceID"),
        mrn=declaration.findtext(f"{RES}ID"),
        now=response.find(f"{RES}IssueDateTime")[0].text,  # time in the run, not ours
        reference=asked.findtext(f"{RES}ReferenceID"),
        currency=amount.get("currencyID"),
        amount=amount.text,
    )
    envelope = ENVELOPE.format(
        message=uuid.uuid4(),
        conversation=head.findtext(f"{MD}ConversationID"),
        answered=head.findtext(f"{MD}MessageID"),
        document=notice,
    )
    send(client, "payment", envelope.encode())


client = mqtt.Client(
    mqtt.CallbackAPIVersion.VERSION2,
    client_id=seat["client_id"],  # with this one, what came before us waits for us
    clean_session=False,
)
client.on_connect = connected
client.on_message = received
if seat["user"]:
    client.username_pw_set(seat["user"], seat["password"])
if seat["tls"]:
    client.tls_set()
client.connect(seat["host"], seat["port"])
client.loop_forever()  # until client.disconnect(); connects again when it must
