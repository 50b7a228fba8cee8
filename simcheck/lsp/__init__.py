"""The language server: a draft's report as an editor shows it. Imports pygls, so only ``simcheck lsp`` imports it."""
