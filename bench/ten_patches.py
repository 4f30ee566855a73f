#!/usr/bin/env python3
"""bench/ten_patches.py TREE OUT: writes a series of ten patches to mm/memory.c of a Linux 6.12 to OUT, as git
format-patch writes it. Most touch a function that the rules speak of: a defect and its repair, other words for the
same, guards that come and go; one changes another function, one only a comment. TREE is only read."""

import os
import pathlib
import subprocess
import sys
import tempfile

NEVER = "\tif (!(vma->vm_flags & (VM_WRITE | VM_MAYWRITE)))\n\t\treturn true;\n"
COUNT = "\tif (!folio_ref_count(folio))\n\t\treturn -EINVAL;\n"
PATCHES = [
    ("refuse the zeropage in mappings that are never writable", NEVER, NEVER.replace("true", "false")),
    ("accept it again", NEVER.replace("true", "false"), NEVER),
    ("say in two words what a mask said\n\nNo functional change intended.", NEVER,
     "\tif (!(vma->vm_flags & VM_WRITE) && !(vma->vm_flags & VM_MAYWRITE))\n\t\treturn true;\n"),
    ("check the count in the batch", "\terr = validate_page_before_insert(vma, page);\n\tif (err)\n\t\treturn err;\n",
     "\tif (!page_count(page))\n\t\treturn -EINVAL;\n"
     "\terr = validate_page_before_insert(vma, page);\n\tif (err)\n\t\treturn err;\n"),
    ("no longer check it in the validator", COUNT, ""),
    ("nor in the batch", "\tif (!page_count(page))\n\t\treturn -EINVAL;\n", ""),
    ("check it in the validator again", "\tif (unlikely(is_zero_folio(folio))) {\n\t\tif (!vm_mixed",
     COUNT + "\tif (unlikely(is_zero_folio(folio))) {\n\t\tif (!vm_mixed"),
    ("one test for two kinds of pfn\n\nNo functional change.",
     "\tif (pfn_t_devmap(pfn))\n\t\treturn true;\n\tif (pfn_t_special(pfn))\n\t\treturn true;\n",
     "\tif (pfn_t_devmap(pfn) || pfn_t_special(pfn))\n\t\treturn true;\n"),
    ("other words in a comment", "\t/* Ok, finally just insert the thing.. */\n", "\t/* now it is inserted */\n"),
    ("an address at the end of a mapping is fine",
     "\tif (addr < vma->vm_start || addr >= vma->vm_end)\n\t\treturn -EFAULT;\n\tif (!(vma->vm_flags & VM_MIXEDMAP)) {\n",
     "\tif (addr < vma->vm_start || addr > vma->vm_end)\n\t\treturn -EFAULT;\n\tif (!(vma->vm_flags & VM_MIXEDMAP)) {\n"),
]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    text = pathlib.Path(sys.argv[1], "mm", "memory.c").read_text()
    with tempfile.TemporaryDirectory(prefix="ten-patches-") as scratch:
        def git(*arguments):
            environment = {"PATH": os.environ["PATH"], "HOME": scratch, "GIT_CONFIG_NOSYSTEM": "1"}
            for who in ("AUTHOR", "COMMITTER"):
                environment |= {f"GIT_{who}_NAME": "A Developer", f"GIT_{who}_EMAIL": "dev@example.org",
                                f"GIT_{who}_DATE": "2024-04-30T22:40:43+0200"}
            return subprocess.run(["git", "-C", scratch, *arguments], env=environment, check=True,
                                  stdout=subprocess.PIPE).stdout
        memory = pathlib.Path(scratch, "mm", "memory.c")
        memory.parent.mkdir()
        memory.write_text(text)
        git("init", "-q")
        git("add", "mm/memory.c")
        git("commit", "-q", "-m", "base")
        for message, old, new in PATCHES:
            if old not in text:
                sys.exit(f"ten_patches: mm/memory.c has no '{old.strip()}'; this needs that of Linux 6.12")
            text = text.replace(old, new, 1)
            memory.write_text(text)
            git("commit", "-q", "-a", "-m", "mm/memory: " + message)
        pathlib.Path(sys.argv[2]).write_bytes(git("format-patch", f"-{len(PATCHES)}", "--stdout"))


main()
