#!/bin/sh
# Writes assets.c anew from the files under web/. Run after adding, renaming or removing a file;
# a test compares the table with the folder.
set -eu
cd "$(dirname "$0")"
files=$(cd web && find . -type f | sed 's|^\./||' | LC_ALL=C sort)
{
    echo '// Written by embed.sh: the files of the interface, as bytes of the executable.'
    echo '#include "cwebassets.h"'
    number=0
    before='static const unsigned char '
    for file in $files; do
        printf '%sfile_%d[] = {\n#embed "web/%s"\n' "$before" "$number" "$file"
        number=$((number + 1))
        before='}, '
    done
    echo '};'
    printf '\nstatic const struct ibt_web_asset ibt_web_assets[] = {\n'
    number=0
    for file in $files; do
        printf '    {"%s", file_%d, sizeof file_%d},\n' "$file" "$number" "$number"
        number=$((number + 1))
    done
    printf '};\n\nconst size_t ibt_web_asset_count = sizeof ibt_web_assets / sizeof ibt_web_assets[0];\n\n'
    echo 'const struct ibt_web_asset *ibt_web_asset_table(void) { return ibt_web_assets; }'
} > assets.c
