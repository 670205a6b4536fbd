"""Where the reader of structure comes from: meetings printed in random layouts, and a CRF fitted on them."""
