# buffers.py is compiled too; it needs no types.
