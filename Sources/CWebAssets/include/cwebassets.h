#pragma once
#include <stddef.h>

// One file of the interface; everything is constant and lives as long as the process.
struct ibt_web_asset {
    const char *path;
    const unsigned char *bytes;
    size_t length;
};

// The table's first entry; there are ibt_web_asset_count.
const struct ibt_web_asset *ibt_web_asset_table(void);
extern const size_t ibt_web_asset_count;
