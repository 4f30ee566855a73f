// Where findings come from when two versions were compared.
#pragma once

#include "core/Finding.h"

namespace kverdict {

/// Each finding of the new version is introduced unless the old version had it, whichever rule says so; what only the
/// old version had is added as fixed. Old may be null: there was no such file.
void tellOrigins(FileReport &New, const FileReport *Old);

} // namespace kverdict
