"""The reader: a program of its own that looks into one file and gives back the people it names.

A file may come from anybody, and says what it likes. So it is read in a process that ends after one file, with bounds
on memory and time, without a network, the database or anything else of Kith's in reach. It is started by the path of
this folder, with the file's path; it answers on standard output, in lines of JSON: `{"percent": 40}` while it reads, at
last the people, or `{"problem": "…"}`. Nothing is unpacked onto the disk.
"""
