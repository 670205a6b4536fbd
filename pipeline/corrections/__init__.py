"""What corrections do, as pure functions: replay of the log, where an entry belongs, what it says.

The state of an item is the models' opinion of it with the active corrections applied in
the order of the log. An entry is active unless an active later one undoes it; it holds
for the item of its meeting whose text still reads as it did when it was corrected.
"""

from pipeline.corrections.names import Joined, going_by, joined_names, names_meant
from pipeline.corrections.replay import (
    ItemState,
    active,
    apply,
    by_time,
    describe,
    effective_tags,
    fitting,
    locate,
    origin,
    replay,
    ruling_of,
    undone,
    withheld,
)
from pipeline.corrections.structure import (
    as_read,
    change_structure,
    describe_structure,
    restructure,
    split_from,
)
from pipeline.corrections.texts import (
    ItemText,
    item_of_text,
    item_text,
    other_item,
    text_hash,
    under_ids,
    with_other_item,
)
