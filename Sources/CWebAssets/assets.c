#include "cwebassets.h"

const struct ibt_web_asset ibt_web_assets[] = {{0, 0, 0}};
const size_t ibt_web_asset_count = 0;
