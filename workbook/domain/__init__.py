"""The vocabulary of the rules: fields, days, money, templates. Nothing here opens a store."""
