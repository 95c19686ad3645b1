"""The words that the text of an error may keep in a log: what programs say, not what clerks type.

A name, a file's name or a passphrase without Vietnamese letters looks like any other word, so
the log keeps only words from this list; each other one is blanked. Type and place of an error
are told whole.
"""

from __future__ import annotations

from typing import Final

_WORDS: Final = """
a about above access accept accepted address after again all allocate allocated allow allowed
already ambiguous another any are argument arguments array as assertion assigned assignment at
attempt attribute await base be because been before begin being below between binary binding
block body bool boolean both bound bug but by byte bytes call callable called cancelled cannot
case changed character characters check child class clause close closed code column columns
command commit compare compared comparing complete condition connection constraint contain
contains content context convert converted copied corrupt could count create created current
cursor data database date datetime day decode default defined deleted denied dependency
descriptor dict dictionary different digit digits directory disk do document does done due
duplicate during each element elements empty encode encoded encoding encrypted end error errors
event exceeded exception execute executed exist existing exists expected exponent expression
factory fail failed failure false few field fields file files filter finished first flag float
for foreign format found from full function generator get given global got greater handle
handler has hash have header height helper hex id identifier if illegal image implemented import
in incompatible incomplete incorrect incremental index initialized input insert inside
insufficient int integer integrity internal interpreter interrupted into invalid is item items
iterable iterator its join key keys keyword keywords last layout leave left length less level
library limit line lines list literal load loaded local lock locked long loop main malformed
many match matching maximum maybe memory message method minimum mismatch missing mode model
module more most multiple must mutable name named negative nested new next no non none not
nothing null number numbers object objects of old on once one only open opened operand operation
operator option or order ordering other out outside over overflow owner pack page painter
parameter parameters parent parse parser part parts path pending permission pixmap place pointer
position positional possible present previous private problem process property protected raise
raised range reached read readable readonly reading recursion reference referenced register
regular released remove removed repeated report require required reset resource result return
returned returns right root row rows runtime same saved schema second seek sequence session set
settings shape short should signal signature size slice slot so source space specified start
started state statement stop stopped storage stream string strings structure subscript such
supported surrogate syntax system table temporary text than that the then there this thread time
timeout timer to token too traceback transaction true truncated tuple tuples twice two type
types unable undefined unexpected unhashable unicode unique unknown unpack unsupported until up
update use used using utf utf8 valid value values variable version view wait was when where
which while widget width will window with within without work worker write written wrong year
zero SELECT FROM WHERE INSERT INTO UPDATE DELETE SET VALUES AND OR NOT NULL ORDER BY LIMIT JOIN
ON AS SQL UNIQUE FOREIGN KEY CHECK PRIMARY FAILED Errno WinError Background Traceback QObject
QWidget QPainter QTimer QThread QLayout QFont QPixmap QImage QIcon QPrinter QPrint QSql
"""
KEPT: Final = frozenset(_WORDS.split())
