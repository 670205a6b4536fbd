"""What case systems export: a module a system makes records of files, `rendering` makes minutes of them."""
