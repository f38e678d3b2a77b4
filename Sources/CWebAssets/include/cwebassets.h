#pragma once
#include <stddef.h>

struct ibt_web_asset {
    const char *path;
    const unsigned char *bytes;
    size_t length;
};

extern const struct ibt_web_asset ibt_web_assets[];
extern const size_t ibt_web_asset_count;
